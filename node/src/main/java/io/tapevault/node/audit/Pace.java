package io.tapevault.node.audit;

import io.tapevault.node.audit.EventsRequest.Outcome;
import io.tapevault.node.vault.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How much is sent at once, and when: less after the vault said that it is too much, later after
/// it was not to be had.
final class Pace {

  private static final Duration MOST = Duration.ofMinutes(1);

  private final EventsRequest request;
  private final Backoff backoff;
  private final Limits most;
  private Limits limits;
  private long notBefore = System.nanoTime();
  private Optional<String> trouble = Optional.empty();

  Pace(EventsRequest request, RandomGenerator random, Limits most) {
    this.request = request;
    this.backoff = new Backoff(most.again(), MOST, random);
    this.most = most;
    this.limits = most;
  }

  Limits limits() {
    return limits;
  }

  boolean isReady() {
    return System.nanoTime() - notBefore >= 0;
  }

  /// What keeps it from sending.
  Optional<String> trouble() {
    return trouble;
  }

  Outcome send(List<byte[]> lines) throws InterruptedException {
    Outcome outcome = request.send(lines);
    switch (outcome) {
      case Outcome.Taken taken -> {
        backoff.succeeded();
        trouble = Optional.empty();
        limits = limits.times(2, most);
      }
      case Outcome.TooLarge tooLarge -> limits = limits.times(0.5, most);
      case Outcome.NotNow(String why, Duration after) -> notNow(why, after);
    }
    return outcome;
  }

  void notNow(String why, Duration after) {
    trouble = Optional.of(why);
    notBefore = System.nanoTime() + backoff.failed(after).toNanos();
  }
}
