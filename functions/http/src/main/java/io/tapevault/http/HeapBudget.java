package io.tapevault.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many bytes of heap may be held at one time, by all requests together. Who finds no room
/// waits for a while; who needs little passes those who wait for much.
public final class HeapBudget {

  // A semaphore counts in int.
  private static final int UNIT = 1 << 10;

  private final int units;
  private final Semaphore free;
  private final Duration patience;

  public HeapBudget(long bytes, Duration patience) {
    this.units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
    this.free = new Semaphore(units, true);
    this.patience = patience;
  }

  /// One of nothing, to be made larger.
  public Share share() {
    return new Share();
  }

  /// What is held by one request, until it is closed. For one thread.
  public final class Share implements AutoCloseable {

    private int held;

    /// Whether there was room. Who wants more than there is in all gets all of it, alone.
    public boolean grow(long bytes) {
      int more = (int) Math.min(bytes / UNIT + 1, units - held);
      if (!acquired(more)) {
        return false;
      }
      held += more;
      return true;
    }

    private boolean acquired(int more) {
      try {
        return free.tryAcquire(more)
            || free.tryAcquire(more, patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void close() {
      free.release(held);
      held = 0;
    }
  }
}
