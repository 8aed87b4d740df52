package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static io.tapevault.testkit.contract.Events.login;
import static io.tapevault.testkit.contract.Reading.AROUND_NOON;
import static io.tapevault.testkit.contract.Reading.all;
import static io.tapevault.testkit.contract.Reading.descending;
import static io.tapevault.testkit.contract.Reading.expected;
import static io.tapevault.testkit.contract.Reading.ofTypes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.settings.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is left out when its time is over. Whether it has been deleted by then is the backend's own
/// affair.
interface RetentionPromises extends EventLogPromises {

  @Test
  default void an_event_stays_for_its_retention_after_it_was_written_and_no_second_longer() {
    EventLog log = logThatKeeps(new Retention.For(Duration.ofDays(30)));
    AuditEvent old = login(1, NOON.minus(Duration.ofDays(1)));
    AuditEvent command = command(Events.session(1), 0, NOON);
    List<EventKey> keys = List.of(old.key(), command.key());
    log.append(List.of(old, command));
    clock().move(Duration.ofDays(30).minusSeconds(1));
    assertEquals(Events.stored(List.of(old, command)), all(log));
    assertEquals(Events.stored(List.of(old, command)), Events.canonical(log.find(keys)));
    assertEquals(
        Events.stored(List.of(command)),
        Reading.session(log, Events.session(1), Order.ASCENDING, 10));
    clock().move(Duration.ofSeconds(1));
    for (EventQuery query :
        List.of(AROUND_NOON, descending(AROUND_NOON), ofTypes(Set.of("user.login")))) {
      assertEquals(EventPage.EMPTY, log.search(query, null, 10));
    }
    assertEquals(EventPage.EMPTY, log.session(Events.session(1), Order.ASCENDING, null, 10));
    assertEquals(EventPage.EMPTY, log.session(Events.session(1), Order.DESCENDING, null, 10));
    assertEquals(List.of(), log.find(keys));
  }

  @Test
  default void a_kind_of_event_stays_as_long_as_the_first_rule_says_that_names_it() {
    Retention week = new Retention.For(Duration.ofDays(7));
    Retention quarter = new Retention.For(Duration.ofDays(90));
    EventLog log =
        logThatKeeps(
            new Retention.ByKind(
                new Retention.For(Duration.ofDays(30)),
                List.of(
                    new Retention.Kind(Set.of("user.login"), List.of(), new Retention.Forever()),
                    new Retention.Kind(Set.of("session.command"), List.of("db."), quarter),
                    new Retention.Kind(Set.of("exec"), List.of("user.", "db.", "exe"), week))));
    String form = "{\"event\":\"%s\",\"uid\":\"%s\",\"time\":\"" + NOON + "\"}";
    for (String type :
        List.of(
            "user.login", "user.update", "db.session.query", "exec", "scp", "session.command")) {
      log.append(List.of(Events.event(form.formatted(type, Events.uuid(type)))));
    }
    clock().move(Duration.ofDays(7));
    assertEquals(Set.of("user.login", "db.session.query", "scp", "session.command"), types(log));
    clock().move(Duration.ofDays(23));
    assertEquals(Set.of("user.login", "db.session.query", "session.command"), types(log));
    clock().move(Duration.ofDays(60));
    assertEquals(Set.of("user.login"), types(log));
  }

  private static Set<String> types(EventLog log) {
    return all(log).stream().map(stored -> stored.event().type()).collect(Collectors.toSet());
  }

  @Test
  default void an_event_is_kept_by_when_it_was_written_and_not_by_when_it_happened() {
    AuditEvent ancient = login(1, NOON.minus(Duration.ofDays(4000)));
    log().append(List.of(ancient));
    EventQuery then = Reading.window(ancient.time(), ancient.time().plusSeconds(1));
    assertEquals(Events.stored(List.of(ancient)), all(log(), then, 10));
    clock().move(Duration.ofDays(364));
    assertEquals(Events.stored(List.of(ancient)), all(log(), then, 10));
    clock().move(Duration.ofDays(1));
    assertEquals(List.of(), all(log(), then, 10));
  }

  @Test
  default void what_a_clock_wrote_that_was_behind_is_there_when_the_clock_is_right() {
    AuditEvent event = login(1, NOON);
    clock().move(Duration.between(NOON, Instant.EPOCH));
    log().append(List.of(event, command(Events.session(1), 0, NOON)));
    clock().move(Duration.between(Instant.EPOCH, NOON));
    assertEquals(Events.stored(List.of(event)), Events.canonical(log().find(List.of(event.key()))));
    clock().move(Duration.ofDays(365).minusSeconds(1));
    assertEquals(2, all(log()).size());
    clock().move(Duration.ofSeconds(1));
    assertEquals(List.of(), all(log()));
  }

  @Test
  default void what_expired_for_a_clock_that_was_ahead_is_there_when_the_clock_is_right() {
    List<AuditEvent> events = List.of(login(1, NOON), command(Events.session(1), 0, NOON));
    log().append(events);
    clock().move(Duration.ofDays(3650));
    AuditEvent other =
        Events.event(
            """
            {"event":"another","sid":"%s","ei":0,"time":"%s"}\
            """
                .formatted(Events.session(1), NOON));
    Appended answer = log().append(List.of(other)).getFirst();
    clock().move(Duration.ofDays(-3650));
    assertEquals(
        expected(events, AROUND_NOON),
        all(log()).stream().filter(one -> !one.key().equals(answer.key())).toList());
    assertEquals(3, all(log()).size());
  }

  @Test
  default void an_expired_event_that_is_sent_again_is_stored_again() {
    List<AuditEvent> events =
        List.of(login(1, NOON), login(2, NOON), command(Events.session(1), 0, NOON));
    log().append(events);
    clock().move(Duration.ofDays(365));
    assertEquals(List.of(), all(log()));
    assertEquals(
        events.stream().map(event -> new Appended.Stored(event.key())).toList(),
        log().append(events));
    assertEquals(
        List.of(new Appended.AlreadyThere(events.getFirst().key())),
        log().append(events.subList(0, 1)));
    clock().move(Duration.ofDays(364));
    assertEquals(expected(events, AROUND_NOON), all(log()));
    assertEquals(
        Events.stored(events),
        Events.canonical(log().find(events.stream().map(AuditEvent::key).toList())));
  }

  @Test
  default void what_was_written_later_stays_and_a_cursor_of_an_expired_event_still_works() {
    String session = Events.session(1);
    List<AuditEvent> first =
        List.of(
            command(session, 0, NOON.minusSeconds(9)), command(session, 2, NOON.minusSeconds(7)));
    List<AuditEvent> second =
        List.of(
            command(session, 1, NOON.minusSeconds(8)), command(session, 3, NOON.minusSeconds(6)));
    log().append(first);
    clock().move(Duration.ofDays(1));
    log().append(second);
    EventPage page = log().search(AROUND_NOON, null, 1);
    assertEquals(Events.stored(first.subList(0, 1)), Events.canonical(page.events()));
    clock().move(Duration.ofDays(364));
    for (int pageSize : List.of(1, 2, 10)) {
      assertEquals(Events.stored(second), all(log(), AROUND_NOON, pageSize));
      assertEquals(
          Events.stored(second), Reading.session(log(), session, Order.ASCENDING, pageSize));
    }
    assertEquals(
        expected(second, AROUND_NOON),
        Events.canonical(
            log().search(AROUND_NOON, page.events().getLast().position(), 10).events()));
    assertEquals(
        new EventPage(List.of(), false),
        log().search(AROUND_NOON, Events.stored(second).getLast().position(), 10));
  }

  @Test
  default void more_does_not_count_what_has_expired() {
    AuditEvent later = login(0, NOON.minusSeconds(3));
    log().append(List.of(login(1, NOON.minusSeconds(2)), login(2, NOON.minusSeconds(1))));
    clock().move(Duration.ofDays(1));
    log().append(List.of(later));
    clock().move(Duration.ofDays(364));
    EventPage page = log().search(AROUND_NOON, null, 1);
    assertEquals(new EventPage(Events.stored(List.of(later)), false), canonical(page));
  }

  @Test
  default void forever_is_longer_than_a_thousand_years() {
    EventLog log = logThatKeeps(new Retention.Forever());
    List<AuditEvent> events = List.of(login(1, NOON), command(Events.session(1), 0, NOON));
    log.append(events);
    clock().move(Duration.ofDays(400_000));
    assertEquals(expected(events, AROUND_NOON), all(log));
    assertEquals(
        List.of(new Appended.AlreadyThere(login(1, NOON).key())),
        log.append(List.of(login(1, NOON))));
  }

  @Test
  default void an_event_that_meets_an_expired_one_is_kept_for_all_its_time() {
    AuditEvent expired =
        Events.event("{\"event\":\"a\",\"sid\":\"s\",\"ei\":0,\"time\":\"2026-03-01T12:00:00Z\"}");
    AuditEvent later =
        Events.event("{\"event\":\"b\",\"sid\":\"s\",\"ei\":0,\"time\":\"2026-03-01T12:00:00Z\"}");
    log().append(List.of(expired));
    clock().move(Duration.ofDays(365));
    Appended answer = log().append(List.of(later)).getFirst();
    assertInstanceOf(Appended.Stored.class, answer);
    clock().move(Duration.ofDays(364));
    assertEquals(
        List.of(Events.canonical(later)),
        Events.canonical(log().find(List.of(answer.key()))).stream()
            .map(stored -> stored.event())
            .toList());
  }

  private static EventPage canonical(EventPage page) {
    return new EventPage(Events.canonical(page.events()), page.more());
  }
}
