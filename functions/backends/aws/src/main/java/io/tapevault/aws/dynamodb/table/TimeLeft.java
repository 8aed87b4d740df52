package io.tapevault.aws.dynamodb.table;

import io.tapevault.event.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// When a call of a port began, and how long it may go on.
public record TimeLeft(Instant now, long endNanos) {

  /// An answer still fits into the 29 s that API Gateway waits.
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  public static TimeLeft of(Duration patience, InstantSource clock) {
    return new TimeLeft(clock.instant(), System.nanoTime() + patience.toNanos());
  }

  public boolean isOver() {
    return System.nanoTime() - endNanos >= 0;
  }

  /// As much of it as there still is.
  Duration most(Duration wanted) {
    long left = Math.max(0, endNanos - System.nanoTime());
    return left < wanted.toNanos() ? Duration.ofNanos(left) : wanted;
  }

  /// `done` is what was done until then.
  public void check(String done) {
    if (isOver()) {
      throw new Unavailable("DynamoDB is too slow: " + done);
    }
  }
}
