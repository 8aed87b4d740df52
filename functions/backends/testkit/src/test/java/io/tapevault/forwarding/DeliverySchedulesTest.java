package io.tapevault.forwarding;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.EventKey;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.EventFeed.Entry;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.DeliverySchedule;
import io.tapevault.testkit.memory.MemoryEventFeed;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.testkit.memory.MemoryRegister;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every event is delivered, parked or counted as lost, and the accounts agree with what the SIEM
/// saw, to the event.
class DeliverySchedulesTest {

  private static final String SIEM = "siem";

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  private final MemoryEventFeed feed = new MemoryEventFeed(log);
  private final MemoryParking parking = new MemoryParking(clock, Retention.DEFAULT);
  private final List<List<EventKey>> requests = new ArrayList<>();
  private Function<List<Outgoing>, Delivery> answer = batch -> new Delivery.Delivered();

  @Test
  void under_300_schedules_of_faults_everything_is_accounted_for() {
    Map<Long, List<String>> faults = new TreeMap<>();
    for (long seed = 1; seed <= 300; seed++) {
      List<String> found = DeliverySchedule.faults(seed);
      if (!found.isEmpty()) {
        faults.put(seed, found);
      }
    }
    assertEquals(Map.of(), faults);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20, 45})
  void one_poison_event_is_parked_alone_wherever_it_stands_in_a_batch(int size) {
    for (int position = 0; position < size; position++) {
      MemoryEventLog events = new MemoryEventLog(clock, Retention.DEFAULT);
      MemoryEventFeed its = new MemoryEventFeed(events);
      // One that is well comes after all.
      events.append(IntStream.rangeClosed(0, size).mapToObj(i -> login(i, NOON)).toList());
      EventKey poison = login(position, NOON).key();
      answer =
          batch ->
              batch.stream().anyMatch(one -> one.stored().key().equals(poison))
                  ? Delivery.Refused.all(batch, "status 422")
                  : new Delivery.Delivered();
      requests.clear();
      drain(its, deliver());
      assertEquals(
          List.of(new Account(NOON, size + 1, size, 0, 1, new TreeMap<>())),
          its.accounts().read(SIEM, NOON, NOON.plusSeconds(1)).hours(),
          "position " + position);
      assertTrue(requests.size() <= 20, "position " + position + ": " + requests.size());
    }
  }

  @Test
  void one_that_is_away_for_25_hours_gets_all_of_it_and_is_asked_once_a_minute_meanwhile() {
    SinkHealth health =
        SinkHealth.of(
            SIEM, new SinkHealth.Books(new MemoryRegister(clock), log), clock, () -> false);
    Deliver deliver = deliver();
    answer = batch -> new Delivery.Down("status 401");
    int asked = 0;
    for (int minute = 0; minute < 25 * 60; minute++) {
      log.append(List.of(login(minute, clock.instant())));
      asked += health.closed().isEmpty() ? 1 : 0;
      if (health.closed().isEmpty()) {
        health.saw(deliver.deliver(pending(feed, 500), () -> true));
      }
      clock.move(Duration.ofMinutes(1));
    }
    assertEquals(asked, requests.size());
    assertTrue(requests.stream().skip(1).allMatch(one -> one.size() == 1), "each is a probe");
    assertTrue(asked <= 25 * 60, asked + " times");
    answer = batch -> new Delivery.Delivered();
    requests.clear();
    drain(feed, deliver);
    List<Account> hours = feed.accounts().read(SIEM, NOON, clock.instant().plusSeconds(1)).hours();
    assertEquals(1501, hours.stream().mapToLong(Account::delivered).sum(), "and that it was down");
    assertEquals(0, hours.stream().mapToLong(Account::waiting).sum());
    assertEquals(1501, requests.stream().flatMap(List::stream).distinct().count());
  }

  @Test
  void the_same_batch_twice_counts_once() {
    log.append(IntStream.range(0, 30).mapToObj(i -> login(i, NOON)).toList());
    Deliver deliver = deliver();
    List<Entry> entries = feed.pending(SIEM, 500);
    List<StoredEvent> events = entries.stream().map(Entry::event).toList();
    for (int i = 0; i < 2; i++) {
      Progress progress = deliver.deliver(events, () -> true);
      feed.done(SIEM, entries.getLast().sequence(), progress.settled());
    }
    assertEquals(2, requests.size());
    assertEquals(
        List.of(new Account(NOON, 30, 30, 0, 0, new TreeMap<>())),
        feed.accounts().read(SIEM, NOON, NOON.plusSeconds(1)).hours());
  }

  @Test
  void one_that_is_named_for_the_first_time_or_was_away_for_a_week_gets_everything() {
    for (int day = 0; day < 8; day++) {
      log.append(
          IntStream.range(100 * day, 100 * day + 20)
              .mapToObj(i -> login(i, clock.instant()))
              .toList());
      if (day == 0) {
        drain(feed, deliver());
      }
      clock.move(Duration.ofDays(1));
    }
    drain(feed, deliver());
    Set<EventKey> had = new HashSet<>();
    requests.forEach(had::addAll);
    assertEquals(160, had.size());
    assertEquals(
        160,
        feed.accounts().read(SIEM, NOON, clock.instant()).hours().stream()
            .mapToLong(Account::delivered)
            .sum());
  }

  private Deliver deliver() {
    EventSink sink =
        new EventSink() {
          @Override
          public Limits limits() {
            return new Limits(500, 1 << 20);
          }

          @Override
          public int size(Outgoing event) {
            return event.text().length();
          }

          @Override
          public Delivery deliver(List<Outgoing> batch) {
            requests.add(batch.stream().map(one -> one.stored().key()).toList());
            return answer.apply(batch);
          }
        };
    return new Deliver(SIEM, sink, parking, Rules.RAW);
  }

  private static List<StoredEvent> pending(EventFeed feed, int limit) {
    return feed.pending(SIEM, limit).stream().map(Entry::event).toList();
  }

  private static void drain(EventFeed feed, Deliver deliver) {
    for (int round = 0; round < 10_000; round++) {
      List<Entry> entries = feed.pending(SIEM, 500);
      if (entries.isEmpty()) {
        return;
      }
      Progress progress = deliver.deliver(entries.stream().map(Entry::event).toList(), () -> true);
      if (progress.done() > 0) {
        feed.done(SIEM, entries.get(progress.done() - 1).sequence(), progress.settled());
      }
    }
    throw new AssertionError("it does not end");
  }
}
