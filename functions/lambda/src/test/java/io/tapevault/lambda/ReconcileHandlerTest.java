package io.tapevault.lambda;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.alarm.Register.Entry;
import io.tapevault.alarm.Register.Subject;
import io.tapevault.event.EventKey;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.health.SinkState;
import io.tapevault.forwarding.replay.Replay;
import io.tapevault.forwarding.replay.Replay.Range;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.lambda.ReconcileHandler.Sink;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryAccounts;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryNoticeQueue;
import io.tapevault.testkit.memory.MemoryRegister;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconcileHandlerTest {

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  private final MemoryRegister register = new MemoryRegister(clock);
  private final MemoryNoticeQueue soc = new MemoryNoticeQueue("soc");
  private final MemoryNoticeQueue lake = new MemoryNoticeQueue("lake");

  private void reconcile(BooleanSupplier timeLeft) {
    reconcile(
        timeLeft, new Sink("soc", soc, clock::instant), new Sink("lake", lake, clock::instant));
  }

  private void reconcile(BooleanSupplier timeLeft, Sink... sinks) {
    Replays replays = new Replays(register, log, new MemoryAccounts(log), clock);
    new ReconcileHandler(List.of(sinks), replays, register, clock)
        .handle(new Invocation("request", timeLeft));
  }

  private List<EventKey> events(int count) {
    log.append(IntStream.range(0, count).mapToObj(i -> login(i, clock.instant())).toList());
    return IntStream.range(0, count).mapToObj(i -> login(i, clock.instant()).key()).toList();
  }

  private void state(boolean down) {
    SinkState state = new SinkState(down, clock.instant(), "", null, true);
    register.put(Subject.SINKS, new Entry("soc", clock.instant(), state.text()));
  }

  @Test
  void what_no_siem_is_known_to_have_had_gets_a_notice_in_each_queue_once() {
    reconcile(() -> true);
    List<EventKey> keys = events(3);
    clock.move(Duration.ofHours(2));
    reconcile(() -> true);
    reconcile(() -> true);
    assertEquals(keys.stream().sorted().toList(), soc.sent().stream().sorted().toList());
    assertEquals(soc.sent(), lake.sent());
  }

  @Test
  void a_siem_that_is_new_gets_what_is_there_from_where_it_begins() {
    log.append(List.of(login(0, NOON.minus(Duration.ofDays(40)))));
    log.append(List.of(login(1, NOON.minus(Duration.ofDays(2)))));
    log.append(List.of(login(2, NOON)));
    clock.move(Duration.ofHours(3));
    Instant at = NOON.minus(Duration.ofDays(2));
    MemoryNoticeQueue all = new MemoryNoticeQueue("all");
    Sink[] sinks = {
      new Sink("soc", soc, clock::instant),
      new Sink("lake", lake, () -> at),
      new Sink("all", all, () -> Instant.EPOCH)
    };
    reconcile(() -> true, sinks);
    reconcile(() -> true, sinks);
    assertEquals(List.of(), soc.sent());
    assertEquals(2, lake.sent().size());
    assertEquals(3, all.sent().size());
    // It begins once: what was not stored then comes from the stream, or as missing.
    log.append(List.of(login(3, clock.instant())));
    clock.move(Duration.ofHours(2));
    reconcile(() -> true, sinks);
    assertEquals(
        List.of(1, 3, 4), List.of(soc.sent().size(), lake.sent().size(), all.sent().size()));
  }

  @Test
  void where_a_siem_began_is_known_ever_after() {
    assertEquals(Optional.empty(), Replays.begin(register, "soc"));
    Sink now = new Sink("soc", soc, clock::instant);
    Instant named = clock.instant();
    for (int hour = 0; hour < 30; hour++) {
      reconcile(() -> true, now);
      assertEquals(Optional.of(named), Replays.begin(register, "soc"));
      log.append(List.of(login(hour, clock.instant())));
      clock.move(Duration.ofHours(1));
    }
    // One that is told to begin elsewhere later does not begin again.
    reconcile(() -> true, new Sink("soc", soc, () -> Instant.EPOCH));
    assertEquals(Optional.of(named), Replays.begin(register, "soc"));
  }

  @Test
  void one_queue_that_is_away_keeps_no_other_from_its_notices() {
    reconcile(() -> true);
    events(3);
    clock.move(Duration.ofHours(2));
    soc.failing(new Unavailable("away"));
    reconcile(() -> true);
    assertEquals(3, lake.sent().size());
    soc.failing(null);
    reconcile(() -> true);
    assertEquals(3, soc.sent().size());
    assertEquals(3, lake.sent().size());
  }

  @Test
  void what_waits_for_one_that_is_down_is_not_sent_a_second_time() {
    reconcile(() -> true);
    events(3);
    state(true);
    clock.move(Duration.ofHours(5));
    reconcile(() -> true);
    assertEquals(List.of(), soc.sent());
    state(false);
    clock.move(Duration.ofMinutes(59));
    reconcile(() -> true);
    assertEquals(List.of(), soc.sent(), "it is on its way");
    clock.move(Duration.ofMinutes(2));
    reconcile(() -> true);
    assertEquals(3, soc.sent().size());
  }

  @Test
  void what_somebody_asks_for_does_not_wait_for_the_hour_after_it_was_down() {
    List<EventKey> keys = events(3);
    Replays.ask(
        register,
        Replay.of("soc", new Range(NOON, NOON.plusSeconds(1), false, null)),
        clock.instant());
    state(true);
    reconcile(() -> true);
    assertEquals(List.of(), soc.sent());
    clock.move(Duration.ofSeconds(1));
    state(false);
    reconcile(() -> true);
    assertEquals(keys.stream().sorted().toList(), soc.sent().stream().sorted().toList());
  }

  @Test
  void without_time_it_goes_on_with_the_next_call() {
    reconcile(() -> true);
    events(1200);
    Range range = new Range(NOON, NOON.plusSeconds(1), false, null);
    Replays.ask(register, Replay.of("soc", range), NOON);
    for (int call = 1; call <= 3; call++) {
      int[] looks = {0};
      reconcile(() -> looks[0]++ == 0);
      assertEquals(Math.min(1200, 500 * call), soc.sent().size() + lake.sent().size());
    }
    assertEquals(1200, soc.sent().stream().distinct().count());
    assertEquals(List.of(), Replays.pending(register, "soc"));
  }
}
