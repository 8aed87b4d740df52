package io.tapevault.testkit.memory;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Unavailable;
import io.tapevault.hold.HeldRecordings;
import io.tapevault.hold.Hold;
import io.tapevault.hold.Hold.Said;
import io.tapevault.hold.LegalHold;
import io.tapevault.json.EventFields;
import io.tapevault.recording.SessionId;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.FaultyEventLog;
import io.tapevault.testkit.contract.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class LegalHoldTest {

  private static final String SESSION = Events.session(1);

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryEventLog log =
      new MemoryEventLog(clock, new Retention.For(Duration.ofDays(30)));
  private final MemoryHolds holds = new MemoryHolds(log);
  private final Recordings recordings = new Recordings();
  private final LegalHold legalHold = new LegalHold(holds, log, recordings);

  /// Which recordings are protected; it can be away.
  private static final class Recordings implements HeldRecordings {
    private final Set<String> kept = new TreeSet<>();
    private boolean away;

    @Override
    public void keep(SessionId sid) {
      fail();
      kept.add(sid.value());
    }

    @Override
    public void letGo(SessionId sid) {
      fail();
      kept.remove(sid.value());
    }

    private void fail() {
      if (away) {
        throw new Unavailable("the store is away");
      }
    }
  }

  private Said said(String by) {
    return new Said(by, "case 12", clock.instant());
  }

  private List<String> told() {
    return log.session(SESSION, Order.ASCENDING, null, 100).events().stream()
        .map(stored -> stored.event())
        .filter(event -> event.type().startsWith("tapevault.hold."))
        .map(event -> {
          var fields = EventFields.of(event.json(), Set.of("user", "reason"));
          return event.type() + " by " + fields.get("user") + " for " + fields.get("reason");
        })
        .toList();
  }

  @Test
  void placing_and_releasing_are_events_of_the_session_that_say_who_and_why() {
    legalHold.place(SESSION, said("alice"));
    clock.move(Duration.ofDays(1));
    legalHold.release(SESSION, said("bob"));
    assertEquals(
        List.of(
            "tapevault.hold.placed by alice for case 12",
            "tapevault.hold.released by bob for case 12"),
        told());
  }

  @Test
  void placing_and_releasing_again_tell_nothing_new_and_answer_the_first() {
    Hold hold = legalHold.place(SESSION, said("alice"));
    clock.move(Duration.ofDays(1));
    assertEquals(hold, legalHold.place(SESSION, said("carol")));
    Optional<Hold> released = legalHold.release(SESSION, said("bob"));
    assertEquals(Optional.of(hold.released(said("bob"))), released);
    clock.move(Duration.ofSeconds(1));
    assertEquals(released, legalHold.release(SESSION, said("carol")));
    assertEquals(2, told().size());
  }

  @Test
  void releasing_what_is_not_held_is_no_event() {
    assertEquals(Optional.empty(), legalHold.release(SESSION, said("bob")));
    assertEquals(List.of(), told());
  }

  @Test
  void a_session_that_was_released_is_held_anew_and_all_four_are_told() {
    legalHold.place(SESSION, said("alice"));
    clock.move(Duration.ofDays(1));
    legalHold.release(SESSION, said("bob"));
    clock.move(Duration.ofSeconds(1));
    Hold again = legalHold.place(SESSION, said("carol"));
    assertEquals(Hold.of(SESSION, said("carol")), again);
    clock.move(Duration.ofSeconds(1));
    legalHold.release(SESSION, said("dave"));
    assertEquals(4, told().size());
  }

  @Test
  void the_recording_is_protected_for_as_long_and_a_session_that_can_have_none_is_no_fault() {
    legalHold.place(SESSION, said("alice"));
    legalHold.place("a session/of another kind", said("alice"));
    assertEquals(Set.of(SESSION), recordings.kept);
    legalHold.release(SESSION, said("bob"));
    assertEquals(Set.of(), recordings.kept);
  }

  @Test
  void what_broke_off_is_finished_by_the_next_sweep_and_one_that_fails_stops_no_other() {
    recordings.away = true;
    assertThrows(Unavailable.class, () -> legalHold.place(SESSION, said("alice")));
    legalHold.place("another kind!", said("alice"));
    log.append(List.of(command("another kind!", 0, NOON)));
    List<RuntimeException> failures = new ArrayList<>();
    legalHold.sweep(clock.instant(), failures::add);
    assertEquals(1, failures.size());
    recordings.away = false;
    legalHold.sweep(clock.instant(), failures::add);
    assertEquals(1, failures.size());
    assertEquals(Set.of(SESSION), recordings.kept);
    recordings.away = true;
    assertThrows(Unavailable.class, () -> legalHold.release(SESSION, said("bob")));
    recordings.away = false;
    legalHold.sweep(clock.instant(), failures::add);
    assertEquals(Set.of(), recordings.kept);
    assertEquals(2, told().size());
  }

  @Test
  void nothing_is_held_that_no_event_tells_of() {
    EventLog faulty = new FaultyEventLog(log).failing();
    LegalHold untold = new LegalHold(holds, faulty, recordings);
    assertThrows(Unavailable.class, () -> untold.place(SESSION, said("alice")));
    assertEquals(Set.of(), recordings.kept);
    legalHold.sweep(clock.instant(), failure -> {});
    assertEquals(List.of("tapevault.hold.placed by alice for case 12"), told());
  }

  @Test
  void a_hold_that_was_released_is_forgotten_once_everybody_has_noticed() {
    AuditEvent event = command(SESSION, 0, NOON);
    assertEquals(List.of(new Appended.Stored(event.key())), log.append(List.of(event)));
    legalHold.place(SESSION, said("alice"));
    legalHold.release(SESSION, said("bob"));
    legalHold.sweep(clock.instant(), failure -> {});
    assertEquals(1, holds.list("", 10).size());
    clock.move(Duration.ofMinutes(6));
    legalHold.sweep(clock.instant(), failure -> {});
    assertEquals(List.of(), holds.list("", 10));
    assertEquals(2, told().size());
    clock.move(Duration.ofDays(30));
    assertEquals(List.of(), log.session(SESSION, Order.ASCENDING, null, 10).events());
  }
}
