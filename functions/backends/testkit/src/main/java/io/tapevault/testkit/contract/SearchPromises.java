package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static io.tapevault.testkit.contract.Events.login;
import static io.tapevault.testkit.contract.Reading.AROUND_NOON;
import static io.tapevault.testkit.contract.Reading.all;
import static io.tapevault.testkit.contract.Reading.descending;
import static io.tapevault.testkit.contract.Reading.expected;
import static io.tapevault.testkit.contract.Reading.ofTypes;
import static io.tapevault.testkit.contract.Reading.window;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Searching by time and type.
interface SearchPromises extends EventLogPromises {

  @Test
  default void an_empty_log_answers_an_empty_page() {
    assertEquals(EventPage.EMPTY, log().search(AROUND_NOON, null, 10));
    assertEquals(
        EventPage.EMPTY, log().search(descending(ofTypes(Set.of("user.login"))), null, 10));
    assertEquals(EventPage.EMPTY, log().session("nobody", EventQuery.Order.ASCENDING, null, 10));
  }

  @Test
  default void a_window_holds_its_first_moment_and_not_its_last() {
    List<AuditEvent> events =
        IntStream.rangeClosed(-3, 3).mapToObj(i -> login(i, NOON.plusMillis(i))).toList();
    log().append(events);
    assertEquals(
        expected(events.subList(2, 5), AROUND_NOON),
        all(log(), window(NOON.minusMillis(1), NOON.plusMillis(2)), 10));
    assertEquals(
        expected(events.subList(3, 4), AROUND_NOON),
        all(log(), window(NOON, NOON.plusMillis(1)), 10));
    assertEquals(
        expected(events.subList(3, 4), AROUND_NOON),
        all(log(), window(NOON, NOON.plusNanos(1)), 10));
    assertEquals(List.of(), all(log(), window(NOON, NOON), 10));
    assertEquals(List.of(), all(log(), window(NOON.plusMillis(1), NOON), 10));
    assertEquals(List.of(), all(log(), window(NOON.plusMillis(4), NOON.plusSeconds(60)), 10));
    assertEquals(List.of(), all(log(), window(NOON.minusSeconds(60), NOON.minusMillis(3)), 10));
  }

  @Test
  default void a_window_ends_within_a_second_at_both_ends() {
    List<AuditEvent> events =
        IntStream.range(0, 40).mapToObj(i -> login(i, NOON.plusMillis(100L * i))).toList();
    log().append(events);
    for (int from = 0; from < 40; from += 7) {
      for (int to = from; to <= 40; to += 3) {
        EventQuery query = window(NOON.plusMillis(100L * from), NOON.plusMillis(100L * to));
        assertEquals(expected(events, query), all(log(), query, 5), query::toString);
        assertEquals(
            expected(events, descending(query)), all(log(), descending(query), 5), query::toString);
      }
    }
  }

  @Test
  default void events_come_by_time_and_not_by_arrival_in_both_directions() {
    List<AuditEvent> events =
        Stream.of(5, 1, 4, 2, 3, 0).map(i -> login(i, NOON.plus(Duration.ofMinutes(i)))).toList();
    events.forEach(event -> log().append(List.of(event)));
    assertEquals(expected(events, AROUND_NOON), all(log(), AROUND_NOON, 10));
    assertEquals(
        expected(events, descending(AROUND_NOON)), all(log(), descending(AROUND_NOON), 10));
  }

  @Test
  default void events_of_one_moment_come_by_key() {
    List<AuditEvent> events = new ArrayList<>();
    for (String session : List.of("b", "a", "ab", "B", "\uFFFD", "😀", "é", " ")) {
      for (long index : new long[] {10, 9, 2, 2_147_483_647L, (1L << 52) - 1}) {
        events.add(command(session, index, NOON));
      }
    }
    log().append(events);
    assertEquals(expected(events, AROUND_NOON), all(log(), AROUND_NOON, 100));
    assertEquals(expected(events, descending(AROUND_NOON)), all(log(), descending(AROUND_NOON), 7));
  }

  @Test
  default void parts_of_a_millisecond_count() {
    List<AuditEvent> events =
        Stream.of(3, 1, 999_999, 2, 1_000_001).map(i -> login(i, NOON.plusNanos(i))).toList();
    log().append(events);
    assertEquals(expected(events, AROUND_NOON), all(log(), AROUND_NOON, 2));
    EventQuery query = window(NOON.plusNanos(2), NOON.plusNanos(1_000_001));
    assertEquals(expected(events, query), all(log(), query, 2));
  }

  @Test
  default void a_window_crosses_days_and_months_and_years() {
    List<AuditEvent> events = new ArrayList<>();
    for (String time :
        List.of(
            "2025-12-30T23:59:59.999Z",
            "2025-12-31T00:00:00Z",
            "2025-12-31T23:59:59.999Z",
            "2026-01-01T00:00:00Z",
            "2026-01-31T12:00:00Z",
            "2026-02-01T00:00:00Z",
            "2026-02-28T23:59:59.999999999Z",
            "2026-03-01T00:00:00Z")) {
      events.add(login(events.size(), Instant.parse(time)));
    }
    log().append(events);
    EventQuery winter =
        window(Instant.parse("2025-12-31T00:00:00Z"), Instant.parse("2026-03-01T00:00:00Z"));
    assertEquals(expected(events.subList(1, 7), winter), all(log(), winter, 2));
    assertEquals(expected(events, descending(winter)), all(log(), descending(winter), 1));
  }

  @Test
  default void the_first_and_the_last_year_and_1970_are_years_as_any_other() {
    List<AuditEvent> events = new ArrayList<>();
    for (String time :
        List.of(
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.5Z",
            "1970-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999Z")) {
      events.add(login(events.size(), Instant.parse(time)));
    }
    log().append(events);
    for (AuditEvent event : events) {
      EventQuery hours =
          window(event.time().minus(Duration.ofHours(3)), event.time().plus(Duration.ofHours(3)));
      assertEquals(expected(events, hours), all(log(), hours, 1));
      assertEquals(expected(events, descending(hours)), all(log(), descending(hours), 1));
    }
  }

  @Test
  default void a_search_finds_the_types_it_asks_for() {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      events.add(
          Events.event(
              """
              {"event":"type.%d","time":"%s","uid":"%s"}\
              """
                  .formatted(i % 12, NOON.plusMillis(i / 4), Events.uuid("e" + i))));
    }
    log().append(events);
    for (EventQuery query :
        List.of(
            ofTypes(Set.of("type.3")),
            ofTypes(Set.of("type.3", "type.11", "type.0")),
            ofTypes(Set.of("type.3", "type.nobody.has")),
            ofTypes(Set.of("type.nobody.has")),
            ofTypes(Set.of("type")),
            // DynamoDB's IN takes 100 at most, SQLite's UNION 500.
            ofTypes(IntStream.range(5, 605).mapToObj(i -> "type." + i).collect(toSet())),
            ofTypes(Set.of()))) {
      assertEquals(expected(events, query), all(log(), query, 4), query::toString);
      assertEquals(
          expected(events, descending(query)), all(log(), descending(query), 4), query::toString);
    }
  }

  @Test
  default void a_few_events_are_found_among_many() {
    List<AuditEvent> events =
        new ArrayList<>(
            IntStream.range(0, 600).mapToObj(i -> login(i, NOON.plusMillis(i))).toList());
    events.add(command(Events.session(1), 0, NOON.plusMillis(100)));
    events.add(command(Events.session(1), 1, NOON.plusMillis(590)));
    log().append(events);
    EventQuery query = ofTypes(Set.of("session.command"));
    for (int pageSize : List.of(1, 2, 3)) {
      assertEquals(expected(events, query), all(log(), query, pageSize));
      assertEquals(expected(events, descending(query)), all(log(), descending(query), pageSize));
    }
  }
}
