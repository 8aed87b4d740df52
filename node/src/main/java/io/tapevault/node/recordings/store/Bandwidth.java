package io.tapevault.node.recordings.store;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How many bytes a second all uploads of a node together may send. Safe for several threads.
public final class Bandwidth {

  /// Sleeps, or passes the time in another way.
  public interface Pause {
    void sleep(Duration time) throws InterruptedException;
  }

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanos;
  private final Pause pause;
  private final LongSupplier most;
  private long free;

  /// `most` is asked for each piece, so that it may change; `Long.MAX_VALUE` is without a limit.
  public Bandwidth(LongSupplier nanos, Pause pause, LongSupplier most) {
    this.nanos = nanos;
    this.pause = pause;
    this.most = most;
    this.free = nanos.getAsLong();
  }

  /// Waits until so many bytes may be sent.
  void take(int bytes) throws InterruptedException {
    Duration wait = book(bytes);
    if (wait.isPositive()) {
      pause.sleep(wait);
    }
  }

  private synchronized Duration book(int bytes) {
    long now = nanos.getAsLong();
    long limit = most.getAsLong();
    free = Math.max(free, now);
    long wait = free - now;
    if (limit != Long.MAX_VALUE) {
      free += (long) ((double) bytes / Math.max(1, limit) * SECOND);
    }
    return Duration.ofNanos(wait);
  }
}
