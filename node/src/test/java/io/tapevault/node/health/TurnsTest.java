package io.tapevault.node.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TurnsTest {

  private final List<String> log = new ArrayList<>();
  private final Turns turns = new Turns("audit log", log::add, new Random(1));

  @Test
  void a_fault_in_a_turn_is_told_with_its_place_until_a_turn_goes_well()
      throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      Duration wait = turns.take(() -> Duration.ofSeconds("no number".charAt(100)));
      assertTrue(wait.isPositive() && wait.compareTo(Duration.ofMinutes(1)) <= 0, wait::toString);
    }
    String told = turns.fault().orElseThrow();
    assertTrue(
        told.startsWith("a fault of this node (audit log): java.lang.StringIndexOutOfBounds")
            && told.contains(" at java.base/"),
        told);
    assertEquals(100, log.size());
    assertEquals(Duration.ofSeconds(5), turns.take(() -> Duration.ofSeconds(5)));
    assertEquals(Optional.empty(), turns.fault());
  }

  @Test
  void whoever_is_to_end_ends_and_an_error_is_nobodys_to_survive() {
    assertThrows(
        InterruptedException.class,
        () ->
            turns.take(() -> {
              throw new InterruptedException();
            }));
    assertThrows(
        AssertionError.class,
        () ->
            turns.take(() -> {
              throw new AssertionError();
            }));
    assertEquals(List.of(), log);
  }
}
