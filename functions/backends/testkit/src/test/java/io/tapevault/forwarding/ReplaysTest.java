package io.tapevault.forwarding;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.EventKey;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.replay.Replay;
import io.tapevault.forwarding.replay.Replay.Range;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryAccounts;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryRegister;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplaysTest {

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  private final MemoryAccounts accounts = new MemoryAccounts(log);
  private final MemoryRegister register = new MemoryRegister(clock);
  private final List<EventKey> sent = new ArrayList<>();

  private Replays replays() {
    return new Replays(register, log, accounts, clock);
  }

  private List<StoredEvent> events(int first, int count, Instant from) {
    List<io.tapevault.event.AuditEvent> events =
        IntStream.range(first, first + count)
            .mapToObj(i -> login(i, from.plusSeconds(i - first)))
            .toList();
    log.append(events);
    return Events.stored(events);
  }

  private int send(List<StoredEvent> events) {
    events.forEach(event -> sent.add(event.key()));
    return events.size();
  }

  private void ask(Instant from, Instant to, boolean onlyMissing) {
    Replays.ask(register, Replay.of("soc", new Range(from, to, onlyMissing, null)), NOON);
  }

  private static List<EventKey> keys(List<StoredEvent> events) {
    return events.stream().map(StoredEvent::key).toList();
  }

  @Test
  void the_events_of_the_range_are_sent_in_order_and_no_others() {
    List<StoredEvent> events = events(0, 1200, NOON);
    ask(NOON.plusSeconds(10), NOON.plusSeconds(1100), false);
    assertEquals(1090, replays().run("soc", this::send, () -> true));
    assertEquals(keys(events.subList(10, 1100)), sent);
    assertEquals(List.of(), Replays.pending(register, "soc"));
    assertEquals(0, replays().run("soc", this::send, () -> true), "it is done");
  }

  @Test
  void only_what_is_missing_is_what_is_not_settled_in_any_way() {
    List<StoredEvent> events = events(0, 10, NOON.minusSeconds(5));
    accounts.note(
        "soc",
        List.of(
            Settled.of(events.get(1), Outcome.DELIVERED),
            Settled.of(events.get(4), Outcome.PARKED),
            Settled.of(events.get(5), Outcome.EXCLUDED),
            Settled.lost(events.get(8), "too old")));
    accounts.note("lake", List.of(Settled.of(events.get(2), Outcome.DELIVERED)));
    ask(NOON.minusSeconds(100), NOON.plusSeconds(100), true);
    replays().run("soc", this::send, () -> true);
    assertEquals(keys(IntStream.of(0, 2, 3, 6, 7, 9).mapToObj(events::get).toList()), sent);
  }

  @Test
  void whoever_ends_in_the_middle_is_followed_by_another_and_nothing_is_left_out_seed_5() {
    List<StoredEvent> events = events(0, 2300, NOON);
    ask(NOON, NOON.plusSeconds(3000), false);
    Random random = new Random(5);
    for (int call = 0; call < 400 && !Replays.pending(register, "soc").isEmpty(); call++) {
      int fate = random.nextInt(4);
      int[] looks = {0};
      Replays.Target target =
          some -> {
            if (fate == 0) {
              throw new Unavailable("the queue is away");
            }
            return fate == 1 ? send(some.subList(0, some.size() / 2)) : send(some);
          };
      if (fate == 0) {
        assertThrows(Unavailable.class, () -> replays().run("soc", target, () -> true));
      } else {
        replays().run("soc", target, () -> looks[0]++ == 0);
      }
    }
    assertEquals(List.of(), Replays.pending(register, "soc"));
    assertEquals(keys(events), sent);
  }

  @Test
  void how_far_it_is_is_known() {
    events(0, 1200, NOON);
    ask(NOON, NOON.plusSeconds(3000), false);
    int[] looks = {0};
    replays().run("soc", this::send, () -> looks[0]++ == 0);
    Replay.Done done = Replays.pending(register, "soc").getFirst().done();
    assertEquals(List.of(500L, 500L), List.of(done.seen(), done.sent()));
  }

  @Test
  void what_did_not_reach_a_siem_is_found_after_two_hours_and_sent_once() {
    List<StoredEvent> early = events(0, 100, NOON);
    assertEquals(
        0, replays().reconcile("soc", () -> NOON, this::send, () -> true), "it is on its way");
    accounts.note(
        "soc",
        IntStream.range(0, 100)
            .filter(i -> i % 10 != 3)
            .mapToObj(i -> Settled.of(early.get(i), Outcome.DELIVERED))
            .toList());
    clock.move(Duration.ofHours(2));
    assertEquals(10, replays().reconcile("soc", () -> NOON, this::send, () -> true));
    assertEquals(
        keys(IntStream.range(0, 100).filter(i -> i % 10 == 3).mapToObj(early::get).toList()), sent);
    assertEquals(0, replays().reconcile("soc", () -> NOON, this::send, () -> true));
    List<StoredEvent> later = events(200, 5, NOON.plus(Duration.ofHours(1)));
    clock.move(Duration.ofHours(1));
    assertEquals(5, replays().reconcile("soc", () -> NOON, this::send, () -> true));
    assertTrue(sent.containsAll(keys(later)));
    assertEquals(List.of(), Replays.pending(register, "soc"), "that is nobody's wish");
  }

  @Test
  void one_that_comes_late_into_an_hour_that_was_compared_is_sent_when_its_hour_is_asked_for() {
    events(0, 10, NOON);
    clock.move(Duration.ofHours(2));
    assertEquals(10, replays().reconcile("soc", () -> NOON, this::send, () -> true));
    accounts.note(
        "soc", log.find(sent).stream().map(event -> Settled.of(event, Outcome.DELIVERED)).toList());
    sent.clear();
    List<StoredEvent> late = events(50, 1, NOON.plusSeconds(1));
    clock.move(Duration.ofHours(5));
    assertEquals(0, replays().reconcile("soc", () -> NOON, this::send, () -> true));
    assertEquals(
        List.of(1L),
        accounts.read("soc", NOON, NOON.plusSeconds(3600)).hours().stream()
            .map(Account::waiting)
            .toList());
    ask(NOON, NOON.plusSeconds(3600), true);
    assertEquals(1, replays().run("soc", this::send, () -> true));
    assertEquals(keys(late), sent);
  }

  @Test
  void one_event_alone_can_be_asked_for() {
    List<StoredEvent> events = events(0, 3, NOON);
    StoredEvent one = events.get(1);
    Instant time = one.event().time();
    Replays.ask(
        register, Replay.of("soc", new Range(time, time.plusNanos(1), false, one.key())), NOON);
    replays().run("soc", this::send, () -> true);
    assertEquals(List.of(one.key()), sent);
  }
}
