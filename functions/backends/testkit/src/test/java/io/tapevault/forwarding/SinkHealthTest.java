package io.tapevault.forwarding;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.EventLog;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.forwarding.health.SinkState;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.FaultyEventLog;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.contract.Reading;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryRegister;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SinkHealthTest {

  private static final Progress NO_TOKEN =
      new Progress(List.of(), new Trouble(Duration.ofSeconds(30), "status 401", true));
  private static final Progress BUSY =
      new Progress(List.of(), new Trouble(Duration.ofSeconds(1), "status 503", false));

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryRegister register = new MemoryRegister(clock);
  private final EventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  private boolean paused;
  private final SinkHealth health = another(log);

  private SinkHealth another(EventLog told) {
    return SinkHealth.of("soc", new SinkHealth.Books(register, told), clock, () -> paused);
  }

  private static Progress with(Outcome outcome) {
    StoredEvent event = Events.stored(List.of(Events.login(1, NOON))).getFirst();
    return new Progress(List.of(Settled.of(event, outcome)), null);
  }

  private List<String> told() {
    return Reading.all(log).stream()
        .map(stored -> log.find(List.of(stored.key())).getFirst().event().json())
        .map(json -> json.replaceAll("\"uid\":\"[^\"]+\",", ""))
        .toList();
  }

  private static final String DOWN =
      "{\"event\":\"tapevault.sink.down\",\"code\":\"TVS01W\",\"time\":\"2026-03-01T12:00:00Z\",\"sink\":\"soc\",\"why\":\"status 401\"}";

  private static final String UP =
      "{\"event\":\"tapevault.sink.up\",\"code\":\"TVS02I\",\"time\":\"2026-03-01T13:00:00Z\",\"sink\":\"soc\",\"down_since\":\"2026-03-01T12:00:00Z\"}";

  @Test
  void down_and_back_are_one_event_each_however_long_it_lasts_and_whoever_finds_it() {
    SinkHealth other = another(log);
    for (int minute = 0; minute < 60; minute++) {
      health.saw(NO_TOKEN);
      other.saw(NO_TOKEN);
      clock.move(Duration.ofMinutes(1));
    }
    assertTrue(SinkState.of(register, "soc").down());
    for (int i = 0; i < 5; i++) {
      other.saw(with(Outcome.DELIVERED));
      health.saw(with(Outcome.DELIVERED));
      clock.move(Duration.ofMinutes(2));
    }
    assertFalse(SinkState.of(register, "soc").down());
    assertEquals(List.of(DOWN, UP), told());
  }

  @Test
  void one_that_never_was_down_is_never_spoken_of() {
    health.saw(with(Outcome.DELIVERED));
    health.saw(BUSY);
    health.saw(with(Outcome.DELIVERED));
    assertEquals(List.of(), told());
    assertEquals(SinkState.UP, SinkState.of(register, "soc"));
  }

  @Test
  void trouble_that_lasts_is_down_and_a_hiccup_is_not() {
    for (int i = 0; i < 5; i++) {
      health.saw(BUSY);
      assertEquals(Optional.empty(), health.closed(), "it is asked as before");
      clock.move(Duration.ofMinutes(1));
    }
    assertFalse(health.isDown());
    health.saw(BUSY);
    assertTrue(health.isDown());
    assertEquals(NOON, SinkState.of(register, "soc").since());
    health.saw(with(Outcome.DELIVERED));
    assertFalse(health.isDown());
  }

  @Test
  void what_is_parked_or_left_out_shows_nothing() {
    health.saw(NO_TOKEN);
    health.saw(with(Outcome.PARKED));
    health.saw(with(Outcome.EXCLUDED));
    assertTrue(health.isDown());
  }

  @Test
  void one_that_is_down_is_probed_after_a_pause_of_a_minute_at_most() {
    Instant first = clock.instant();
    for (int i = 0; i < 20; i++) {
      health.saw(NO_TOKEN);
      assertTrue(health.closed().isPresent());
      clock.move(Duration.ofSeconds(29));
      assertTrue(health.closed().isPresent(), "the SIEM is left alone");
      clock.move(Duration.ofSeconds(31));
      assertEquals(Optional.empty(), health.closed());
    }
    assertEquals(first.plus(Duration.ofMinutes(20)), clock.instant());
    health.saw(with(Outcome.DELIVERED));
    assertEquals(Optional.empty(), health.closed());
  }

  @Test
  void a_pause_is_none_of_its_troubles() {
    paused = true;
    Trouble closed = health.closed().orElseThrow();
    assertEquals("it is paused by the configuration", closed.why());
    assertFalse(closed.down());
    paused = false;
    assertEquals(Optional.empty(), health.closed());
    assertEquals(List.of(), told());
  }

  @Test
  void an_event_that_the_log_did_not_take_is_told_with_the_next() {
    SinkHealth untold = another(new FaultyEventLog(log).failing());
    assertThrows(Unavailable.class, () -> untold.saw(NO_TOKEN));
    assertEquals(List.of(), told());
    another(log).saw(NO_TOKEN);
    assertEquals(List.of(DOWN), told());
  }

  @Test
  void one_that_is_down_for_longer_than_the_register_remembers_is_not_told_again() {
    for (int day = 0; day < 100; day++) {
      health.saw(NO_TOKEN);
      clock.move(Duration.ofHours(23));
      health.saw(NO_TOKEN);
      clock.move(Duration.ofHours(1));
    }
    assertEquals(List.of(DOWN), told());
  }
}
