package io.tapevault.cli.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SeenTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration LATE = Duration.ofMinutes(5);

  private static String event(Instant time, int number) {
    return "{\"event\":\"x\",\"time\":\"" + time + "\",\"n\":" + number + "}";
  }

  @Test
  void an_event_is_new_once_and_late_ones_are_asked_for() {
    Seen seen = new Seen(NOW.minusSeconds(3600), LATE);
    assertEquals(NOW.minusSeconds(3600), seen.from());
    assertTrue(seen.isNew(event(NOW, 1), NOW));
    assertEquals(NOW.minus(LATE), seen.from());
    assertFalse(seen.isNew(event(NOW, 1), NOW));
    assertTrue(seen.isNew(event(NOW.minusSeconds(60), 2), NOW));
  }

  @Test
  void a_clock_that_runs_ahead_hurries_nobody() {
    Seen seen = new Seen(NOW, LATE);
    assertTrue(seen.isNew(event(NOW.plusSeconds(7200), 1), NOW));
    assertEquals(NOW, seen.from());
    assertFalse(seen.isNew(event(NOW.plusSeconds(7200), 1), NOW));
  }

  @Test
  void what_stands_in_the_place_of_an_event_larger_than_a_page_is_new_once() {
    Seen seen = new Seen(NOW, LATE);
    String reference =
        "{\"too_large\":{\"href\":\"/v1/events/a\",\"time\":\"" + NOW.plusSeconds(9) + "\"}}";
    assertTrue(seen.isNew(reference, NOW.plusSeconds(9)));
    assertFalse(seen.isNew(reference, NOW.plusSeconds(9)));
    assertTrue(seen.isNew(reference.replace("events/a", "events/b"), NOW.plusSeconds(9)));
  }

  @Test
  void what_says_no_time_is_new_once() {
    Seen seen = new Seen(NOW, Duration.ZERO);
    assertTrue(seen.isNew("{\"event\":\"x\"}", NOW));
    assertTrue(seen.isNew(event(NOW.plusSeconds(9), 1), NOW.plusSeconds(9)));
    seen.from();
    assertFalse(seen.isNew("{\"event\":\"x\"}", NOW.plusSeconds(9)));
  }

  @Test
  void of_very_many_the_newest_are_remembered() {
    Seen seen = new Seen(NOW, Duration.ofDays(1));
    Instant now = NOW.plusSeconds(3600);
    for (int i = 0; i < 2 * Seen.MOST; i++) {
      assertTrue(seen.isNew(event(NOW.plusMillis(i), i), now));
    }
    assertEquals(NOW.plusMillis(Seen.MOST), seen.from());
    assertFalse(seen.isNew(event(NOW.plusMillis(Seen.MOST), Seen.MOST), now));
  }
}
