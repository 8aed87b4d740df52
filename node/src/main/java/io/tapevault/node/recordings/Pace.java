package io.tapevault.node.recordings;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;

/// How many uploads go at once: fewer as soon as the other side has trouble, one more with each
/// that succeeds. While it has trouble for everybody, one is tried now and then. Safe for several
/// threads.
final class Pace {

  private static final int MOST_REFUSED = 9;

  private final IntFunction<Duration> wait;
  private int limit = Integer.MAX_VALUE;
  private int troubles;
  private int running;
  private int refused;
  private Instant notBefore = Instant.MIN;

  /// `wait` is how long after so many troubles in a row.
  Pace(IntFunction<Duration> wait) {
    this.wait = wait;
  }

  /// Takes a place where there is one.
  synchronized boolean starts(int most, Instant now) {
    limit = Math.min(limit, Math.max(1, most));
    if (running >= limit || now.isBefore(notBefore)) {
      return false;
    }
    running++;
    return true;
  }

  synchronized void ended() {
    running--;
  }

  synchronized void succeeded() {
    limit++;
    troubles = 0;
    refused = 0;
    notBefore = Instant.MIN;
  }

  /// If so many were refused, and none taken, that it is not their fault.
  synchronized boolean refusesEverything() {
    return ++refused > MOST_REFUSED;
  }

  /// Those that were under way together have one trouble.
  synchronized void troubled(Instant now, Duration asked) {
    if (now.isBefore(notBefore)) {
      return;
    }
    Duration longer = wait.apply(troubles++);
    limit = Math.max(1, limit / 2);
    notBefore = now.plus(asked.compareTo(longer) > 0 ? asked : longer);
  }

  /// The clock was set back: how long something was to last is not known any more.
  synchronized void forgetTime() {
    notBefore = Instant.MIN;
  }

  synchronized Instant notBefore() {
    return notBefore;
  }
}
