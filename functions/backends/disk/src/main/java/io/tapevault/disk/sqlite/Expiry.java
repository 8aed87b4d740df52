package io.tapevault.disk.sqlite;

import io.tapevault.settings.Retention;
import java.time.Instant;
import java.time.InstantSource;

/// Expiry in Unix seconds, as Teleport has it. A row is there as long as its `expires` is above
/// `now`.
final class Expiry {

  static final long NEVER = Long.MAX_VALUE;

  private Expiry() {}

  static long now(InstantSource clock) {
    return clock.instant().getEpochSecond();
  }

  static long of(Retention retention, Instant now) {
    return retention.expiry(now).map(Instant::getEpochSecond).orElse(NEVER);
  }
}
