package io.tapevault.cli.process;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM: they interrupt the thread that listens, and the process stays until this,
/// the resource that was opened first, is closed.
public final class StopSignal implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);

  private StopSignal() {}

  public static StopSignal listen() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::stop));
    return signal;
  }

  /// Waits for it.
  public void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      // That is it: everything is closed now, without being interrupted in it.
    }
  }

  /// Waits for it, or for what may end before: then answers what that says.
  public Optional<String> await(Ending other) {
    try {
      return Optional.of(other.await());
    } catch (InterruptedException e) {
      return Optional.empty();
    }
  }

  /// Something that ends, and says why.
  public interface Ending {
    String await() throws InterruptedException;
  }

  private void stop() {
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
