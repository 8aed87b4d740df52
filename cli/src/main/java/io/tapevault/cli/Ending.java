package io.tapevault.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets Ctrl-C and SIGTERM end the thread that made it in good order: it is interrupted, and the
/// process stays until this, the resource that was opened first, is closed.
final class Ending implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Ending() {}

  static Ending prepare() {
    Ending ending = new Ending();
    Runtime.getRuntime().addShutdownHook(new Thread(ending::end));
    return ending;
  }

  /// Waits for the end.
  void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      // That is the end: everything is closed now, without being interrupted in it.
    }
  }

  private void end() {
    if (closed.getCount() == 0) {
      return;
    }
    worker.interrupt();
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "tapevault: not everything could be closed in " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
