package io.tapevault.node.vault;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait after failures in a row: a random time below a bound that doubles with each
/// ("full jitter"), so that no two that failed together try again together.
public final class Backoff {

  private final Duration first;
  private final Duration most;
  private final RandomGenerator random;
  private int failures;

  public Backoff(Duration first, Duration most, RandomGenerator random) {
    this.first = first;
    this.most = most;
    this.random = random;
  }

  /// After one more failure; never shorter than the other side asked for.
  public Duration failed(Duration asked) {
    long bound = Math.min(most.toMillis(), first.toMillis() << Math.min(failures, 30));
    failures++;
    Duration wait = Duration.ofMillis(random.nextLong(bound / 10, bound + 1));
    return wait.compareTo(asked) < 0 ? asked : wait;
  }

  public void succeeded() {
    failures = 0;
  }

  public int failures() {
    return failures;
  }
}
