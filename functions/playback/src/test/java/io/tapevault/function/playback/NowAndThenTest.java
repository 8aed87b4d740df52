package io.tapevault.function.playback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.Unavailable;
import io.tapevault.recording.SessionId;
import io.tapevault.testkit.contract.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NowAndThenTest {

  private static final SessionId ONE = new SessionId("one");
  private static final SessionId OTHER = new SessionId("other");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-12-01T12:00:00Z"));
  private final List<SessionId> passed = new ArrayList<>();
  private boolean down;
  private final NowAndThen again =
      new NowAndThen(
          sid -> {
            if (down) {
              throw new Unavailable("no queue");
            }
            passed.add(sid);
          },
          clock);

  @Test
  void however_often_somebody_asks_it_is_told_once_in_a_while() {
    for (int i = 0; i < 100; i++) {
      again.accept(ONE);
      clock.move(Duration.ofSeconds(2));
    }
    again.accept(OTHER);
    assertEquals(List.of(ONE, OTHER), passed);
    clock.move(Duration.ofMinutes(6));
    again.accept(ONE);
    assertEquals(List.of(ONE, OTHER, ONE), passed);
  }

  @Test
  void what_could_not_be_told_is_told_when_somebody_asks_again() {
    down = true;
    again.accept(ONE);
    down = false;
    again.accept(ONE);
    assertEquals(List.of(ONE), passed);
  }

  @Test
  void it_does_not_remember_all_sessions() {
    for (int i = 0; i < 3_000; i++) {
      again.accept(new SessionId("s" + i));
    }
    again.accept(new SessionId("s0"));
    assertEquals(3_001, passed.size());
  }
}
