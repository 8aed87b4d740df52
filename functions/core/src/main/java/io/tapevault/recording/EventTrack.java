package io.tapevault.recording;

import io.tapevault.recording.RecordedEvent.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts the events of a recording on one line: each index once and upwards, each time from the
/// start of the session.
final class EventTrack {

  // A clock that is further off than any session lasts is not believed.
  static final long LONGEST_SESSION = Duration.ofDays(366).toMillis();

  private long last = -1;
  private long delivered;
  private long skipped;
  private long outOfOrder;
  private @Nullable Instant start;
  private long millis;
  private long firstPrint = -1;

  long delivered() {
    return delivered;
  }

  long skipped() {
    return skipped;
  }

  long outOfOrder() {
    return outOfOrder;
  }

  /// If the event is new. An index that was seen before is dropped: it is what a retry of the
  /// recorder leaves. An event without an index follows the one before it.
  boolean takes(Draft draft) {
    long index = draft.index.orElse(last + 1);
    if (index <= last) {
      skipped++;
      return false;
    }
    if (index > last + 1 && last >= 0) {
      outOfOrder++;
    }
    last = index;
    return true;
  }

  /// Makes the event of a draft that was just taken.
  Optional<RecordedEvent> deliver(Draft draft) {
    delivered++;
    millis = millis(draft);
    return Optional.of(draft.finish(new Stamp(last, draft.type, draft.time, millis)));
  }

  private long millis(Draft draft) {
    boolean print = draft.kind == Draft.Kind.PRINT;
    long at =
        fromClock(draft).orElse(print && firstPrint >= 0 ? firstPrint + draft.delayMillis : millis);
    if (print && firstPrint < 0) {
      firstPrint = Math.max(0, at - draft.delayMillis);
    }
    return at;
  }

  private Optional<Long> fromClock(Draft draft) {
    Instant time = draft.time;
    if (time == null) {
      return Optional.empty();
    }
    if (start == null || draft.kind == Draft.Kind.START) {
      start = time;
    }
    long since = Duration.between(start, time).toMillis();
    return Math.abs(since) > LONGEST_SESSION ? Optional.empty() : Optional.of(Math.max(0, since));
  }
}
