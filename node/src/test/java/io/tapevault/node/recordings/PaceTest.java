package io.tapevault.node.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PaceTest {

  private static final Instant NOW = Instant.EPOCH;
  private final Pace pace = new Pace(troubles -> Duration.ofSeconds(1 + troubles));

  private int start(int most, Instant now) {
    int started = 0;
    while (pace.starts(most, now)) {
      started++;
    }
    return started;
  }

  private void end(int many) {
    for (int i = 0; i < many; i++) {
      pace.ended();
    }
  }

  @Test
  void no_more_run_than_are_wanted() {
    assertEquals(4, start(4, NOW));
    end(1);
    assertEquals(1, start(4, NOW));
    assertEquals(0, start(4, NOW));
  }

  @Test
  void trouble_halves_them_once_for_all_that_were_under_way_and_success_brings_them_back() {
    assertEquals(8, start(8, NOW));
    for (int i = 0; i < 8; i++) {
      pace.troubled(NOW, Duration.ZERO);
    }
    end(8);
    assertEquals(0, start(8, NOW));
    Instant later = NOW.plusSeconds(1);
    assertEquals(4, start(8, later));
    pace.troubled(later, Duration.ZERO);
    end(4);
    assertEquals(0, start(8, later.plusMillis(1999)), "the second wait is longer");
    assertEquals(2, start(8, later.plusSeconds(2)));
    pace.succeeded();
    end(2);
    assertEquals(3, start(8, later.plusSeconds(2)));
  }

  @Test
  void it_waits_for_as_long_as_it_is_asked_to() {
    pace.troubled(NOW, Duration.ofSeconds(30));
    assertFalse(pace.starts(1, NOW.plusSeconds(29)));
    assertTrue(pace.starts(1, NOW.plusSeconds(30)));
  }
}
