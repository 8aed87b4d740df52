package io.tapevault.aws.json;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;

/// Ends a request that takes too long, wherever it waits: an HTTP client's own times are for a
/// connection, and begin anew with each byte.
final class Patience implements AutoCloseable, Runnable {

  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final Duration most;
  private final Abortable request;
  private @Nullable Abortable answer;
  private boolean over;
  private @Nullable Future<?> end;

  private Patience(Duration most, Abortable request) {
    this.most = most;
    this.request = request;
  }

  static Patience of(Duration most, Abortable request) {
    Patience patience = new Patience(most, request);
    patience.end = CLOCK.schedule(patience, most.toNanos(), TimeUnit.NANOSECONDS);
    return patience;
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("patience").unstarted(task));
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  synchronized void also(Abortable answer) {
    this.answer = answer;
    if (over) {
      answer.abort();
    }
  }

  @Override
  public synchronized void run() {
    over = true;
    request.abort();
    if (answer != null) {
      answer.abort();
    }
  }

  /// What really was.
  synchronized IOException told(Exception fault) {
    if (!over) {
      return fault instanceof IOException io ? io : new IOException(fault);
    }
    IOException late =
        new SocketTimeoutException("there was no whole answer within " + most.toMillis() + " ms");
    late.initCause(fault);
    return late;
  }

  @Override
  public void close() {
    if (end != null) {
      end.cancel(false);
    }
  }
}
