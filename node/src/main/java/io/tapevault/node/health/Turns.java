package io.tapevault.node.health;

import io.tapevault.node.vault.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The turns that one part of a node takes, in a thread of its own. A fault of ours in one of them
/// is told, and after a while the next one is taken.
public final class Turns {

  private final String part;
  private final Consumer<String> log;
  private final Backoff backoff;
  private volatile Optional<String> fault = Optional.empty();

  public Turns(String part, Consumer<String> log, RandomGenerator random) {
    this.part = part;
    this.log = log;
    this.backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), random);
  }

  /// Answers how long to wait for the next one.
  public interface Turn {
    Duration take() throws InterruptedException;
  }

  /// As the turn answers.
  public Duration take(Turn turn) throws InterruptedException {
    try {
      Duration wait = turn.take();
      backoff.succeeded();
      fault = Optional.empty();
      return wait;
    } catch (RuntimeException e) {
      String told = "a fault of this node (" + part + "): " + e + where(e);
      fault = Optional.of(told);
      log.accept(told);
      return backoff.failed(Duration.ZERO);
    }
  }

  private static String where(RuntimeException fault) {
    return Stream.of(fault.getStackTrace()).findFirst().map(line -> " at " + line).orElse("");
  }

  /// What went wrong in the last one.
  public Optional<String> fault() {
    return fault;
  }
}
