package io.tapevault.node.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  @Test
  void waits_get_longer_up_to_the_most_are_spread_and_begin_again_after_success_seed_7() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(7));
    Set<Duration> waits = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      long bound = Math.min(300_000, 1_000L << Math.min(i, 20));
      Duration wait = backoff.failed(Duration.ZERO);
      assertTrue(wait.toMillis() <= bound && wait.toMillis() >= bound / 10, i + ": " + wait);
      waits.add(wait);
    }
    assertTrue(waits.size() > 90, waits::toString);
    assertEquals(Duration.ofHours(1), backoff.failed(Duration.ofHours(1)));
    backoff.succeeded();
    assertTrue(backoff.failed(Duration.ZERO).toMillis() <= 1_000);
    assertEquals(1, backoff.failures());
  }
}
