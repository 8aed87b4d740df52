package io.tapevault.hold;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A session that is held, or was until it was released a moment ago. `session` may be any text, as
/// in events.
public record Hold(String session, Said placed, @Nullable Said released) {

  /// By whom, why and when, to the millisecond.
  public record Said(String by, String reason, Instant at) {
    public Said {
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  public static Hold of(String session, Said placed) {
    return new Hold(session, placed, null);
  }

  public Hold released(Said by) {
    return new Hold(session, placed, by);
  }

  public boolean isReleased() {
    return released != null;
  }
}
