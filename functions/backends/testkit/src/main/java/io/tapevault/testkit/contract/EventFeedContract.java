package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static io.tapevault.testkit.contract.Events.login;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Begin;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.forwarding.EventFeed.Entry;
import io.tapevault.settings.Retention;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [EventFeed] promises, together with the log whose feed it is.
public abstract class EventFeedContract {

  private static final int ALL = 10_000;

  private final MovableClock clock = new MovableClock(NOON);
  private EventLog log;
  private EventFeed feed;

  /// An empty log and its feed.
  protected abstract Fed open(InstantSource clock, Retention retention) throws Exception;

  /// A feed that cannot be reached.
  protected abstract EventFeed away() throws Exception;

  /// A log and its feed.
  public record Fed(EventLog log, EventFeed feed) {}

  @BeforeEach
  void begin_with_an_empty_log() throws Exception {
    Fed fed = open(clock, Retention.DEFAULT);
    log = fed.log();
    feed = fed.feed();
  }

  @Test
  void nothing_is_pending_in_an_empty_log() {
    assertEquals(List.of(), feed.pending("siem", 10));
    feed.done("siem", 0, List.of());
    assertEquals(List.of(), feed.pending("siem", 10));
  }

  @Test
  void events_come_in_the_order_of_storing_whatever_their_times() {
    List<AuditEvent> events =
        List.of(
            login(3, NOON.plusSeconds(3)),
            command(Events.session(1), 7, NOON),
            login(1, NOON.minusSeconds(9)),
            command(Events.session(1), 2, NOON));
    log.append(events.subList(0, 2));
    log.append(events.subList(2, 4));
    assertEquals(Events.stored(events), pending("siem", ALL));
    List<Long> sequences = feed.pending("siem", ALL).stream().map(Entry::sequence).toList();
    assertEquals(sequences.stream().sorted().distinct().toList(), sequences);
  }

  @Test
  void a_siem_begins_where_it_is_told_to_when_it_is_named_for_the_first_time() {
    List<AuditEvent> events =
        List.of(login(1, NOON.minusSeconds(9)), login(2, NOON), login(3, NOON.minusSeconds(5)));
    feed.begin("empty", new Begin.Now());
    log.append(events);
    feed.begin("oldest", new Begin.Oldest());
    feed.begin("now", new Begin.Now());
    feed.begin("at", new Begin.At(NOON));
    feed.begin("before", new Begin.At(NOON.minusNanos(1)));
    feed.begin("after", new Begin.At(NOON.plusNanos(1)));
    List<StoredEvent> stored = Events.stored(events);
    assertEquals(stored, pending("empty", ALL));
    assertEquals(stored, pending("oldest", ALL));
    assertEquals(List.of(), pending("now", ALL));
    assertEquals(stored.subList(1, 3), pending("at", ALL));
    assertEquals(stored.subList(1, 3), pending("before", ALL));
    assertEquals(List.of(), pending("after", ALL));
    log.append(List.of(login(4, NOON)));
    assertEquals(1, feed.waiting("now"));
  }

  @Test
  void a_siem_that_is_known_goes_on_where_it_was() {
    log.append(List.of(login(1, NOON), login(2, NOON)));
    feed.done("siem", feed.pending("siem", 1).getFirst().sequence(), List.of());
    feed.begin("siem", new Begin.Now());
    feed.begin("siem", new Begin.Oldest());
    assertEquals(1, feed.waiting("siem"));
    feed.begin("other", new Begin.Oldest());
    feed.begin("other", new Begin.Now());
    assertEquals(2, feed.waiting("other"));
  }

  @Test
  void an_event_sent_again_never_comes_again() {
    List<AuditEvent> events = List.of(login(1, NOON), login(2, NOON));
    log.append(List.of(events.get(0), events.get(0)));
    log.append(List.of(events.get(0), events.get(1)));
    assertEquals(Events.stored(events), pending("siem", ALL));
    finish("siem", 10);
    log.append(events);
    assertEquals(List.of(), feed.pending("siem", 10));
  }

  @Test
  void events_that_met_another_come_too() {
    AuditEvent one =
        Events.event(
            "{\"event\":\"a\",\"sid\":\"s\",\"uid\":\"u\",\"time\":\"2026-03-01T12:00:00Z\"}");
    AuditEvent altered =
        Events.event(
            "{\"event\":\"b\",\"sid\":\"s\",\"uid\":\"u\",\"time\":\"2026-03-01T12:00:00Z\"}");
    AuditEvent other =
        Events.event(
            "{\"event\":\"c\",\"sid\":\"s\",\"uid\":\"v\",\"time\":\"2026-03-01T12:00:00Z\"}");
    List<StoredEvent> stored =
        log.append(List.of(one, altered, other)).stream()
            .map(answer -> log.find(List.of(answer.key())).getFirst())
            .toList();
    assertEquals(Events.canonical(stored), pending("siem", ALL));
    assertEquals(List.of(false, true, false), stored.stream().map(StoredEvent::conflict).toList());
  }

  @Test
  void what_is_done_is_not_pending_any_more() {
    List<AuditEvent> events = IntStream.range(0, 25).mapToObj(i -> login(i, NOON)).toList();
    log.append(events);
    List<AuditEvent> had = new ArrayList<>();
    for (int batch = 0; batch < 3; batch++) {
      List<StoredEvent> pending = pending("siem", 10);
      assertEquals(
          Events.stored(events.subList(10 * batch, Math.min(25, 10 * batch + 10))), pending);
      assertEquals(pending, pending("siem", 10));
      finish("siem", 10);
      pending.forEach(stored -> had.add(stored.event()));
    }
    assertEquals(25, had.size());
    assertEquals(List.of(), feed.pending("siem", 10));
    log.append(List.of(login(100, NOON)));
    assertEquals(Events.stored(List.of(login(100, NOON))), pending("siem", 10));
  }

  @Test
  void done_never_goes_back() {
    log.append(IntStream.range(0, 5).mapToObj(i -> login(i, NOON)).toList());
    List<Entry> entries = feed.pending("siem", ALL);
    feed.done("siem", entries.get(3).sequence(), List.of());
    feed.done("siem", entries.get(1).sequence(), List.of());
    feed.done("siem", 0, List.of());
    assertEquals(Events.stored(List.of(login(4, NOON))), pending("siem", ALL));
  }

  @Test
  void siems_do_not_wait_for_each_other_and_a_new_one_begins_with_the_oldest() {
    List<AuditEvent> events = IntStream.range(0, 6).mapToObj(i -> login(i, NOON)).toList();
    log.append(events);
    finish("fast", ALL);
    finish("slow 😀", 2);
    assertEquals(List.of(), pending("fast", ALL));
    assertEquals(Events.stored(events.subList(2, 6)), pending("slow 😀", ALL));
    assertEquals(Events.stored(events), pending("new", ALL));
  }

  @Test
  void what_expires_while_it_waits_is_handed_out() {
    log.append(List.of(login(1, NOON)));
    clock.move(Duration.ofDays(366));
    log.append(List.of(login(2, NOON)));
    assertEquals(Events.stored(List.of(login(1, NOON), login(2, NOON))), pending("siem", ALL));
    assertEquals(2, feed.waiting("siem"));
    assertEquals(List.of(), log.find(List.of(login(1, NOON).key())), "it has expired");
  }

  @Test
  void what_waits_is_counted_for_each_siem() {
    assertEquals(0, feed.waiting("siem"));
    log.append(IntStream.range(0, 25).mapToObj(i -> login(i, NOON)).toList());
    finish("siem", 10);
    assertEquals(List.of(15L, 25L), List.of(feed.waiting("siem"), feed.waiting("new")));
    finish("siem", ALL);
    assertEquals(0, feed.waiting("siem"));
  }

  @Test
  void a_feed_that_is_away_is_unavailable() throws Exception {
    EventFeed away = away();
    assertThrows(Unavailable.class, () -> away.pending("siem", 1));
    assertThrows(Unavailable.class, () -> away.waiting("siem"));
    assertThrows(Unavailable.class, () -> away.done("siem", 1, List.of()));
  }

  @Test
  void whoever_reads_while_others_append_misses_nothing() throws Exception {
    List<StoredEvent> had = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        writers.add(threads.submit(appending(writer)));
      }
      while (had.size() < 200) {
        List<Entry> entries = FaultyEventLog.untilDone(() -> feed.pending("siem", 7));
        entries.forEach(entry -> had.add(entry.event()));
        if (!entries.isEmpty()) {
          FaultyEventLog.untilDone(() -> {
            feed.done("siem", entries.getLast().sequence(), List.of());
            return true;
          });
        }
      }
      for (Future<Integer> writer : writers) {
        assertEquals(50, writer.get());
      }
    }
    assertEquals(List.of(), feed.pending("siem", 7));
    assertEquals(200, had.stream().map(StoredEvent::key).distinct().count());
    assertTrue(log.find(had.stream().map(StoredEvent::key).toList()).size() == 200);
  }

  private Callable<Integer> appending(int writer) {
    return () -> {
      for (int i = 0; i < 50; i++) {
        AuditEvent event = login(writer * 1000 + i, NOON.plusMillis(i));
        FaultyEventLog.untilDone(() -> log.append(List.of(event)));
      }
      return 50;
    };
  }

  private List<StoredEvent> pending(String sink, int limit) {
    return Events.canonical(feed.pending(sink, limit).stream().map(Entry::event).toList());
  }

  private void finish(String sink, int limit) {
    List<Entry> entries = feed.pending(sink, limit);
    feed.done(sink, entries.getLast().sequence(), List.of());
  }
}
