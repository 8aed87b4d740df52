package io.tapevault.testkit.memory;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.Unavailable;
import io.tapevault.hold.ExpiringRecordings;
import io.tapevault.hold.HeldRecordings;
import io.tapevault.hold.Hold.Said;
import io.tapevault.hold.LegalHold;
import io.tapevault.hold.RecordingSweep;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectStore.Listed;
import io.tapevault.recording.SessionId;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.contract.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RecordingSweepTest {

  private static final Retention MONTH = new Retention.For(Duration.ofDays(30));

  private final MovableClock clock = new MovableClock(NOON.minus(Duration.ofDays(30)));
  private final MemoryEventLog log = new MemoryEventLog(clock, new Retention.Forever());
  private final MemoryHolds holds = new MemoryHolds(log);
  private final MemoryObjectStore store = new MemoryObjectStore(clock);
  private final List<String> warned = new ArrayList<>();
  private final List<Exception> failures = new ArrayList<>();
  private final RecordingSweep.Watched watched =
      new RecordingSweep.Watched(warned::add, failures::add, () -> true);

  private static SessionId sid(int number) {
    return new SessionId(Events.session(number));
  }

  private void record(int number) throws IOException {
    ObjectKey.Recording key = new ObjectKey.Recording(sid(number));
    store.write(key, out -> out.write(1));
    Derived cast = Derived.of(sid(number), store.find(key).orElseThrow(), ObjectKey.Kind.CAST);
    store.write(cast, out -> out.write(2));
  }

  private RecordingSweep sweep(Duration doubt) {
    return new RecordingSweep(store, holds, log, doubt);
  }

  private int run(Retention kept) {
    return sweep(Duration.ZERO).run(clock.instant(), kept, watched);
  }

  private Set<SessionId> there() {
    return store.recordings("", 100).stream().map(Listed::sid).collect(Collectors.toSet());
  }

  private List<Optional<String>> told() {
    return Reading.all(log).stream()
        .map(stored -> stored.event())
        .filter(event -> event.type().equals("tapevault.recording.expired"))
        .map(event -> Optional.ofNullable(event.session()))
        .toList();
  }

  @Test
  void what_the_store_locks_is_neither_removed_nor_told_and_what_is_left_goes_last()
      throws IOException {
    record(1);
    record(2);
    clock.move(Duration.ofDays(31));
    List<String> done = new ArrayList<>();
    ExpiringRecordings locking =
        new ExpiringRecordings() {
          @Override
          public List<Listed> recordings(String after, int most) {
            return store.recordings(after, most);
          }

          @Override
          public void remove(SessionId sid, Instant end) {
            done.add("removed " + sid);
          }

          @Override
          public boolean isLocked(SessionId sid, Instant now) {
            assertEquals(clock.instant(), now);
            return sid.equals(sid(1));
          }

          @Override
          public void removeWhatIsLeft(BooleanSupplier timeLeft) {
            done.add("left");
          }
        };
    assertEquals(
        1,
        new RecordingSweep(locking, holds, log, Duration.ZERO)
            .run(clock.instant(), MONTH, watched));
    assertEquals(List.of("removed " + sid(2), "left"), done);
    assertEquals(List.of(Optional.of(sid(2).value())), told());
  }

  @Test
  void a_recording_goes_when_its_retention_is_over_and_no_second_earlier_and_is_told_once()
      throws IOException {
    record(1);
    clock.move(Duration.ofDays(1));
    record(2);
    clock.move(Duration.ofDays(29).minusSeconds(1));
    assertEquals(0, run(MONTH));
    clock.move(Duration.ofSeconds(1));
    assertEquals(1, run(MONTH));
    assertEquals(0, run(MONTH));
    assertEquals(Set.of(sid(2)), there());
    assertEquals(List.of(Optional.of(Events.session(1))), told());
    assertEquals(
        Optional.empty(),
        store.find(
            new Derived(
                sid(1),
                "1-" + NOON.minus(Duration.ofDays(30)).toEpochMilli(),
                ObjectKey.Kind.CAST)));
  }

  @Test
  void by_default_and_forever_nothing_goes() throws IOException {
    record(1);
    clock.move(Duration.ofDays(400_000));
    assertEquals(0, run(new Retention.Forever()));
    assertEquals(Set.of(sid(1)), there());
  }

  @Test
  void what_is_held_stays_until_it_is_released() throws IOException {
    record(1);
    record(2);
    LegalHold hold = new LegalHold(holds, log, HeldRecordings.BY_THE_HOLD_ALONE);
    hold.place(Events.session(1), new Said("alice", "case 12", clock.instant()));
    clock.move(Duration.ofDays(60));
    assertEquals(1, run(MONTH));
    assertEquals(Set.of(sid(1)), there());
    hold.release(Events.session(1), new Said("bob", "closed", clock.instant()));
    assertEquals(1, run(MONTH));
    assertEquals(Set.of(), there());
  }

  @Test
  void with_a_session_its_other_recording_is_held_too() throws IOException {
    record(1);
    SessionId other = sid(1).other("0123456789abcdef0123456789abcdef").orElseThrow();
    store.write(new ObjectKey.Recording(other), out -> out.write(1));
    LegalHold hold = new LegalHold(holds, log, HeldRecordings.BY_THE_HOLD_ALONE);
    hold.place(Events.session(1), new Said("alice", "case 12", clock.instant()));
    clock.move(Duration.ofDays(60));
    assertEquals(0, run(MONTH));
    assertEquals(Set.of(sid(1), other), there());
    hold.release(Events.session(1), new Said("bob", "closed", clock.instant()));
    assertEquals(2, run(MONTH));
    assertEquals(Set.of(), there());
  }

  @Test
  void one_that_fails_costs_no_other_its_turn() throws IOException {
    record(1);
    record(2);
    record(3);
    clock.move(Duration.ofDays(30));
    ExpiringRecordings faulty =
        new ExpiringRecordings() {
          @Override
          public List<Listed> recordings(String after, int most) {
            return store.recordings(after, most);
          }

          @Override
          public void remove(SessionId one, Instant end) {
            if (one.equals(sid(2))) {
              throw new Unavailable("as the test asked");
            }
            store.remove(one, end);
          }
        };
    assertEquals(
        2,
        new RecordingSweep(faulty, holds, log, Duration.ZERO).run(clock.instant(), MONTH, watched));
    assertEquals(1, failures.size());
    assertEquals(Set.of(sid(2)), there());
  }

  @Test
  void where_very_much_has_expired_at_once_nothing_goes_before_the_clock_has_said_so_for_a_week()
      throws IOException {
    for (int i = 0; i < 5; i++) {
      record(i);
    }
    RecordingSweep sweep = sweep(Duration.ofDays(7));
    clock.move(Duration.ofDays(3_650));
    assertEquals(0, sweep.run(clock.instant(), MONTH, watched));
    assertEquals(1, warned.size());
    clock.move(Duration.ofDays(-3_650));
    assertEquals(0, sweep.run(clock.instant(), MONTH, watched));
    assertEquals(5, there().size());
    clock.move(Duration.ofDays(40));
    assertEquals(0, sweep.run(clock.instant(), MONTH, watched));
    clock.move(Duration.ofDays(7));
    assertEquals(5, sweep.run(clock.instant(), MONTH, watched));
  }

  @Test
  void it_ends_in_time_and_goes_on_at_the_next() throws IOException {
    record(1);
    record(2);
    clock.move(Duration.ofDays(30));
    int[] left = {1};
    RecordingSweep.Watched hurried =
        new RecordingSweep.Watched(warned::add, failures::add, () -> left[0]-- > 0);
    assertEquals(1, sweep(Duration.ZERO).run(clock.instant(), MONTH, hurried));
    assertEquals(1, run(MONTH));
  }
}
