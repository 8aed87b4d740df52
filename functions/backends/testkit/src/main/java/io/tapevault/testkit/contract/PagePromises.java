package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static io.tapevault.testkit.contract.Events.query;
import static io.tapevault.testkit.contract.Reading.AROUND_NOON;
import static io.tapevault.testkit.contract.Reading.all;
import static io.tapevault.testkit.contract.Reading.descending;
import static io.tapevault.testkit.contract.Reading.expected;
import static io.tapevault.testkit.contract.Reading.ofTypes;
import static io.tapevault.testkit.contract.Reading.pages;
import static io.tapevault.testkit.contract.Reading.places;
import static io.tapevault.testkit.contract.Reading.positions;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Paging through a search.
interface PagePromises extends EventLogPromises {

  @Test
  default void four_events_of_one_moment_come_one_at_a_time() {
    List<AuditEvent> events = IntStream.range(0, 4).mapToObj(i -> login(i, NOON)).toList();
    log().append(events);
    for (int pageSize = 1; pageSize <= 5; pageSize++) {
      assertEquals(expected(events, AROUND_NOON), all(log(), AROUND_NOON, pageSize));
      assertEquals(
          expected(events, descending(AROUND_NOON)), all(log(), descending(AROUND_NOON), pageSize));
    }
  }

  @Test
  default void fifteen_hundred_events_of_one_second_come_each_once_and_in_order() {
    List<AuditEvent> events =
        IntStream.range(0, 1500).mapToObj(i -> login(i, NOON.plusMillis(i * 7 % 1000))).toList();
    log().append(events);
    assertEquals(expected(events, AROUND_NOON), all(log(), AROUND_NOON, 400));
    assertEquals(
        expected(events, descending(AROUND_NOON)), all(log(), descending(AROUND_NOON), 400));
  }

  @Test
  default void more_says_exactly_whether_there_is_more() {
    List<AuditEvent> events =
        IntStream.range(0, 1001).mapToObj(i -> login(i, NOON.plusMillis(10L * i))).toList();
    log().append(events);
    log().append(List.of(query(1, NOON.plusSeconds(100), 10)));
    EventQuery logins = ofTypes(Set.of("user.login"));
    for (EventQuery query : List.of(logins, descending(logins))) {
      assertEquals(List.of(true, false), mores(query, 1000));
      assertEquals(List.of(false), mores(query, 1001));
      assertEquals(List.of(false), mores(query, 1002));
      assertEquals(List.of(true, true, false), mores(query, 500));
      assertEquals(List.of(true, true, true, true, true, true, false), mores(query, 143));
    }
  }

  @Test
  default void a_page_may_end_where_a_day_ends() {
    List<AuditEvent> events = new ArrayList<>();
    for (int hour = -48; hour < 48; hour += 4) {
      events.add(login(hour, NOON.plus(Duration.ofHours(hour))));
    }
    log().append(events);
    for (int pageSize : List.of(1, 2, 3, 6, 12, 24)) {
      assertEquals(expected(events, AROUND_NOON), all(log(), AROUND_NOON, pageSize));
      assertEquals(
          expected(events, descending(AROUND_NOON)), all(log(), descending(AROUND_NOON), pageSize));
    }
  }

  @Test
  default void a_page_goes_on_behind_a_place_where_nothing_is() {
    List<AuditEvent> events =
        IntStream.range(0, 20).mapToObj(i -> login(i, NOON.plusSeconds(i / 2))).toList();
    log().append(events);
    List<Position> places =
        new ArrayList<>(
            List.of(
                new Position(NOON.minusSeconds(100_000_000), new EventKey("", 0)),
                new Position(NOON.plusSeconds(100_000_000), new EventKey("z", 0)),
                new Position(NOON.plusMillis(4500), new EventKey("gone", 7))));
    for (String session : List.of("", "8", "~")) {
      places.add(new Position(NOON.plusSeconds(5), new EventKey(session, 3)));
    }
    for (Position place : places) {
      for (EventQuery query : List.of(AROUND_NOON, descending(AROUND_NOON))) {
        EventPage page = log().search(query, place, 100);
        assertEquals(
            expected(events, query, place),
            Events.canonical(page.events()),
            () -> query + " behind " + place);
        assertEquals(false, page.more());
      }
    }
  }

  @Test
  default void the_index_counts_in_a_place() {
    List<AuditEvent> events =
        IntStream.range(0, 12).mapToObj(i -> Events.command("s", i, NOON)).toList();
    log().append(events);
    for (int index = 0; index < 12; index++) {
      Position place = new Position(NOON, new EventKey("s", index));
      for (EventQuery query : List.of(AROUND_NOON, descending(AROUND_NOON))) {
        assertEquals(
            expected(events, query, place),
            Events.canonical(log().search(query, place, 100).events()));
      }
    }
  }

  @Test
  default void a_page_is_never_longer_than_a_lambda_can_answer() {
    List<AuditEvent> events =
        IntStream.range(0, 9).mapToObj(i -> query(i, NOON.plusSeconds(i / 3), 900_000)).toList();
    events.forEach(event -> log().append(List.of(event)));
    for (EventQuery query :
        List.of(AROUND_NOON, descending(AROUND_NOON), ofTypes(Set.of("db.session.query")))) {
      assertEquals(positions(expected(events, query)), places(log(), query, 100));
      assertEquals(List.of(true, true, false), mores(query, 100));
      assertEquals(List.of(true, true, true, true, false), mores(query, 2));
    }
  }

  @Test
  default void an_event_larger_than_a_page_comes_alone_and_nothing_behind_it_is_skipped() {
    List<AuditEvent> events = new ArrayList<>();
    for (int characters : new int[] {10, 3_999_000, 10, 4_500_000, 10, 1_000_000, 3_500_000, 10}) {
      events.add(query(events.size(), NOON.plusSeconds(events.size() / 4), characters));
    }
    events.forEach(event -> log().append(List.of(event)));
    for (EventQuery query : List.of(AROUND_NOON, descending(AROUND_NOON))) {
      assertEquals(positions(expected(events, query)), places(log(), query, 100));
    }
  }

  private List<Boolean> mores(EventQuery query, int pageSize) {
    return pages(log(), query, pageSize).stream().map(EventPage::more).toList();
  }
}
