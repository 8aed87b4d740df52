package io.tapevault.node.recordings;

import java.time.Duration;
import java.time.Instant;

/// When something is done with a recording. `settle` is how long nobody may have written to it,
/// `grace` how long a recorder that did not end it may still come back, `keep` how long our copy
/// stays once the vault has it.
public record Policy(Duration settle, Duration grace, Duration keep) {

  public static final Policy DEFAULT =
      new Policy(Duration.ofSeconds(5), Duration.ofHours(24), Duration.ZERO);

  /// A time ahead of ours was set by another clock: it says nothing of the last seconds.
  Instant settled(Instant written, Instant now) {
    return written.isAfter(now.plus(settle)) ? now : written.plus(settle);
  }
}
