package io.tapevault.redaction;

import io.tapevault.recording.masking.Mask;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What somebody wants not to be seen of a recording any more, by whom, why and since when, to the
/// millisecond. It is never taken back.
public record Redaction(Mask mask, String by, String reason, Instant at) {
  public Redaction {
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /// If both hide the same.
  boolean hidesTheSameAs(Redaction other) {
    return mask.equals(other.mask);
  }
}
