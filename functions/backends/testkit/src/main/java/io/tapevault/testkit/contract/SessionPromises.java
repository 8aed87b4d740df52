package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The events of one session.
interface SessionPromises extends EventLogPromises {

  @Test
  default void a_session_comes_by_index_whatever_its_times_and_its_arrival() {
    String session = Events.session(1);
    List<AuditEvent> events =
        IntStream.range(0, 12).mapToObj(i -> command(session, i, NOON.minusSeconds(i))).toList();
    events.reversed().forEach(event -> log().append(List.of(event)));
    log().append(List.of(command(Events.session(2), 5, NOON), Events.login(1, NOON)));
    for (int pageSize : List.of(1, 2, 5, 12, 13)) {
      assertEquals(
          Events.stored(events), Reading.session(log(), session, Order.ASCENDING, pageSize));
      assertEquals(
          Events.stored(events.reversed()),
          Reading.session(log(), session, Order.DESCENDING, pageSize));
    }
  }

  @Test
  default void a_session_goes_on_behind_any_index() {
    String session = Events.session(1);
    List<AuditEvent> events =
        IntStream.range(0, 6).mapToObj(i -> command(session, 2L * i, NOON)).toList();
    log().append(events);
    for (long after = 0; after <= 11; after++) {
      int below = (int) (after + 1) / 2;
      int through = (int) after / 2 + 1;
      assertEquals(
          new EventPage(Events.stored(events.subList(through, 6)), false),
          page(session, Order.ASCENDING, after, 10));
      assertEquals(
          new EventPage(Events.stored(events.subList(0, below).reversed()), false),
          page(session, Order.DESCENDING, after, 10));
    }
    assertEquals(
        new EventPage(Events.stored(events), false), page(session, Order.ASCENDING, -1, 10));
    assertEquals(EventPage.EMPTY, page(session, Order.ASCENDING, Long.MAX_VALUE, 10));
    assertEquals(EventPage.EMPTY, page(session, Order.DESCENDING, 0, 10));
  }

  @Test
  default void more_says_exactly_whether_a_session_has_more() {
    String session = Events.session(1);
    List<AuditEvent> events =
        IntStream.range(0, 1001).mapToObj(i -> command(session, i, NOON)).toList();
    log().append(events);
    assertEquals(
        new EventPage(Events.stored(events.subList(0, 1000)), true),
        page(session, Order.ASCENDING, -1, 1000));
    assertEquals(
        new EventPage(Events.stored(events.subList(1000, 1001)), false),
        page(session, Order.ASCENDING, 999, 1000));
    assertEquals(
        new EventPage(Events.stored(events), false), page(session, Order.ASCENDING, -1, 1001));
    assertEquals(
        new EventPage(Events.stored(events.subList(0, 1001).reversed()), false),
        page(session, Order.DESCENDING, 1001, 1001));
  }

  @Test
  default void the_upload_of_a_recording_comes_last() {
    String session = Events.session(1);
    AuditEvent upload =
        Events.event(
            """
            {"event":"session.upload","code":"T2005I","ei":2147483647,"sid":"%s","time":"%s","url":"s3://bucket/%s"}\
            """
                .formatted(session, NOON.minusSeconds(60), session));
    AuditEvent data =
        Events.event(
            """
            {"event":"session.data","code":"T2006I","ei":2147483646,"sid":"%s","time":"%s","rx":1}\
            """
                .formatted(session, NOON));
    log().append(List.of(upload, data, command(session, 0, NOON), command(session, 1, NOON)));
    assertEquals(
        Events.stored(List.of(command(session, 0, NOON), command(session, 1, NOON), data, upload)),
        Reading.session(log(), session, Order.ASCENDING, 10));
    assertEquals(
        Events.stored(List.of(upload)),
        Events.canonical(log().session(session, Order.DESCENDING, null, 1).events()));
  }

  @Test
  default void sessions_of_similar_names_are_apart() {
    List<String> names = List.of("a", "A", "a ", "aa", "á", "a%", "a_");
    List<AuditEvent> events = new ArrayList<>();
    names.forEach(name -> events.add(command(name, 1, NOON)));
    log().append(events);
    for (int i = 0; i < names.size(); i++) {
      assertEquals(
          Events.stored(events.subList(i, i + 1)),
          Reading.session(log(), names.get(i), Order.ASCENDING, 10));
    }
  }

  @Test
  default void an_event_outside_of_any_session_is_found_under_its_own_name() {
    AuditEvent login = Events.login(1, NOON);
    log().append(List.of(login, Events.login(2, NOON)));
    assertEquals(
        Events.stored(List.of(login)),
        Reading.session(log(), login.key().session(), Order.ASCENDING, 10));
  }

  @Test
  default void a_page_of_a_session_is_never_longer_than_a_lambda_can_answer() {
    String session = Events.session(1);
    List<AuditEvent> events = new ArrayList<>();
    for (int characters : new int[] {3_300_000, 600_000, 600_000, 4_200_000, 10}) {
      events.add(
          Events.event(
              """
              {"event":"app.session.request","sid":"%s","ei":%d,"time":"%s","path":"%s"}\
              """
                  .formatted(session, events.size(), NOON, "x".repeat(characters))));
    }
    events.forEach(event -> log().append(List.of(event)));
    assertEquals(
        List.of(List.of(0L, 1L), List.of(2L), List.of(3L), List.of(4L)),
        pages(session, Order.ASCENDING));
    assertEquals(
        List.of(List.of(4L), List.of(3L), List.of(2L, 1L), List.of(0L)),
        pages(session, Order.DESCENDING));
  }

  private List<List<Long>> pages(String session, Order order) {
    List<List<Long>> pages = new ArrayList<>();
    Long after = null;
    EventPage page;
    do {
      page = log().session(session, order, after, 10);
      pages.add(page.events().stream().map(stored -> stored.key().index()).toList());
      after = pages.getLast().getLast();
    } while (page.more());
    return pages;
  }

  private EventPage page(String session, Order order, long after, int limit) {
    EventPage page = log().session(session, order, after, limit);
    return new EventPage(Events.canonical(page.events()), page.more());
  }
}
