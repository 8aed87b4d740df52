package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static io.tapevault.testkit.contract.Events.login;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Unavailable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Appending, where no two events meet, and finding by key.
interface AppendPromises extends EventLogPromises {

  @Test
  default void appending_nothing_answers_nothing() {
    assertEquals(List.of(), log().append(List.of()));
    assertEquals(List.of(), Reading.all(log()));
  }

  @Test
  default void a_permission_that_is_missing_is_named() throws Exception {
    for (EventLog log : denied().stream().toList()) {
      AuditEvent event = login(1, NOON);
      EventQuery all = new EventQuery(NOON, NOON.plusSeconds(1), Set.of(), Order.ASCENDING);
      Permissions.isNamed(() -> log.append(List.of(event)));
      Permissions.isNamed(() -> log.append(List.of(event, command(Events.session(1), 0, NOON))));
      Permissions.isNamed(() -> log.search(all, null, 1));
      Permissions.isNamed(() -> log.session(Events.session(1), Order.ASCENDING, null, 1));
      Permissions.isNamed(() -> log.find(List.of(event.key())));
    }
  }

  @Test
  default void what_was_appended_is_where_the_answer_says() {
    List<AuditEvent> events =
        List.of(login(1, NOON), command(Events.session(1), 0, NOON), login(2, NOON));
    List<Appended> answers = log().append(events);
    assertEquals(events.stream().map(event -> new Appended.Stored(event.key())).toList(), answers);
    assertEquals(
        Events.stored(events),
        Events.canonical(log().find(answers.stream().map(Appended::key).toList())));
  }

  @Test
  default void the_same_event_twice_is_stored_once() {
    AuditEvent event = command(Events.session(1), 3, NOON);
    assertEquals(List.of(new Appended.Stored(event.key())), log().append(List.of(event)));
    assertEquals(List.of(new Appended.AlreadyThere(event.key())), log().append(List.of(event)));
    assertEquals(Events.stored(List.of(event)), Reading.all(log()));
  }

  @Test
  default void the_same_event_twice_in_one_batch_is_stored_once() {
    AuditEvent event = login(1, NOON);
    AuditEvent other = login(2, NOON);
    assertEquals(
        List.of(
            new Appended.Stored(event.key()),
            new Appended.AlreadyThere(event.key()),
            new Appended.Stored(other.key()),
            new Appended.AlreadyThere(event.key())),
        log().append(List.of(event, event, other, event)));
    assertEquals(Reading.expected(List.of(event, other), Reading.AROUND_NOON), Reading.all(log()));
  }

  @Test
  default void the_same_event_spelled_otherwise_is_stored_once() {
    AuditEvent event =
        Events.event(
            """
            {"event":"session.data","sid":"5fc8bf85","ei":2147483646,"time":"2026-03-01T12:00:00Z","rx":100,"a":{"b":1,"c":"é"}}\
            """);
    AuditEvent same =
        Events.event(
            """
              { "a" : {"c":"\\u00e9", "b":1.0}, "rx":1e2, "ei": 2147483646,
                "time":"2026-03-01T12:00:00Z", "sid":"5fc8bf85", "event":"session.data" }
            """);
    log().append(List.of(event));
    assertEquals(List.of(new Appended.AlreadyThere(event.key())), log().append(List.of(same)));
    assertEquals(Events.stored(List.of(event)), Reading.all(log()));
  }

  @Test
  default void an_event_without_uid_is_known_by_its_content() {
    AuditEvent one =
        Events.event("{\"event\":\"auth\",\"time\":\"2026-03-01T12:00:00Z\",\"user\":\"alice\"}");
    AuditEvent two =
        Events.event("{\"event\":\"auth\",\"time\":\"2026-03-01T12:00:00Z\",\"user\":\"bob\"}");
    log().append(List.of(one, two));
    assertEquals(
        List.of(new Appended.AlreadyThere(two.key()), new Appended.AlreadyThere(one.key())),
        log().append(List.of(two, one)));
    assertEquals(Reading.expected(List.of(one, two), Reading.AROUND_NOON), Reading.all(log()));
  }

  @Test
  default void an_event_without_time_keeps_the_time_of_its_first_receipt() {
    String json = "{\"event\":\"auth\",\"uid\":\"u-1\"}";
    AuditEvent first = Events.event(json, NOON);
    log().append(List.of(first));
    log().append(List.of(Events.event(json, NOON.plusSeconds(5))));
    assertEquals(Events.stored(List.of(first)), Reading.all(log()));
  }

  @Test
  default void a_batch_of_1001_events_is_kept_whole_and_answered_in_its_order() {
    List<AuditEvent> events =
        IntStream.range(0, 1001).mapToObj(i -> login(i, NOON.plusMillis(i))).toList();
    assertEquals(
        events.stream().map(event -> new Appended.Stored(event.key())).toList(),
        log().append(events));
    assertEquals(Reading.expected(events, Reading.AROUND_NOON), Reading.all(log()));
    List<AuditEvent> again = events.subList(0, 300).reversed();
    assertEquals(
        again.stream().map(event -> new Appended.AlreadyThere(event.key())).toList(),
        log().append(again));
  }

  @Test
  default void sixteen_who_append_the_same_events_at_once_store_them_once() throws Exception {
    List<AuditEvent> events =
        List.of(
            command(Events.session(1), 0, NOON),
            login(1, NOON),
            command(Events.session(1), 1, NOON));
    CyclicBarrier together = new CyclicBarrier(16);
    Callable<List<Appended>> append =
        () -> {
          together.await();
          return FaultyEventLog.untilDone(() -> log().append(events));
        };
    log();
    List<Appended> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<List<Appended>> answer : threads.invokeAll(Collections.nCopies(16, append))) {
        answers.addAll(answer.get());
      }
    }
    Map<Appended, Long> expected =
        events.stream()
            .flatMap(event ->
                Stream.concat(
                    Stream.of(new Appended.Stored(event.key())),
                    Collections.nCopies(15, new Appended.AlreadyThere(event.key())).stream()))
            .collect(groupingBy(answer -> answer, counting()));
    assertEquals(expected, answers.stream().collect(groupingBy(answer -> answer, counting())));
    assertEquals(Reading.expected(events, Reading.AROUND_NOON), Reading.all(log()));
  }

  @Test
  default void after_a_failure_that_persisted_everything_may_be_sent_again() {
    FaultyEventLog faulty = new FaultyEventLog(log());
    List<AuditEvent> events =
        List.of(login(1, NOON), login(2, NOON), command(Events.session(1), 0, NOON));
    assertThrows(Unavailable.class, () -> faulty.failing().append(events));
    assertEquals(List.of(), Reading.all(log()));
    assertThrows(Unavailable.class, () -> faulty.failingAfterPersisting(1).append(events));
    assertEquals(Events.stored(events.subList(0, 1)), Reading.all(log()));
    assertThrows(Unavailable.class, () -> faulty.failingAfterPersisting().append(events));
    assertEquals(
        events.stream().map(event -> new Appended.AlreadyThere(event.key())).toList(),
        faulty.append(events));
    assertEquals(Reading.expected(events, Reading.AROUND_NOON), Reading.all(log()));
  }

  @Test
  default void find_keeps_the_order_asked_for_and_leaves_out_what_is_not_there() {
    List<AuditEvent> events =
        IntStream.range(0, 250).mapToObj(i -> command(Events.session(i % 7), i, NOON)).toList();
    log().append(events);
    List<EventKey> keys = new ArrayList<>();
    for (AuditEvent event : events.reversed()) {
      keys.add(event.key());
      keys.add(new EventKey(event.key().session(), event.key().index() + 100_000));
    }
    keys.add(new EventKey("nobody", 0));
    assertEquals(Events.stored(events.reversed()), Events.canonical(log().find(keys)));
  }

  @Test
  default void find_answers_a_key_as_often_as_it_is_asked() {
    AuditEvent event = login(1, NOON);
    log().append(List.of(event));
    assertEquals(
        Events.stored(List.of(event, event)),
        Events.canonical(log().find(List.of(event.key(), event.key()))));
    assertEquals(List.of(), log().find(List.of()));
  }
}
