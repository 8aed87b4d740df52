package io.tapevault.local.workers;

import java.time.Duration;

/// How long a worker waits: a little while there is nothing to do, longer and longer while it
/// fails.
final class Pauses {

  static final Duration SHORT = Duration.ofMillis(200);

  private static final Duration LONGEST = Duration.ofMinutes(1);
  // What is under way ends by then.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private int failures;

  void succeeded() {
    failures = 0;
  }

  /// Once more. As long as this, or as `atLeast`.
  Duration failed(Duration atLeast) {
    failures++;
    Duration doubled = SHORT.multipliedBy(1L << Math.min(failures, 10));
    Duration pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return pause.compareTo(atLeast) < 0 ? atLeast : pause;
  }

  /// How often in a row.
  int failures() {
    return failures;
  }

  /// Ends a worker.
  static void end(Thread worker) {
    worker.interrupt();
    try {
      worker.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
