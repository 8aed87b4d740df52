package io.tapevault.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Where;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads logs page by page and holds every page to what an [EventPage] promises.
public final class Reading {

  /// As wide as a test's events lie by default. A log may look at every day of a window.
  static final EventQuery AROUND_NOON =
      window(Events.NOON.minus(Duration.ofDays(2)), Events.NOON.plus(Duration.ofDays(2)));

  private Reading() {}

  static EventQuery window(Instant from, Instant to) {
    return new EventQuery(from, to, Set.of(), Order.ASCENDING);
  }

  static EventQuery descending(EventQuery query) {
    return new EventQuery(query.from(), query.to(), query.types(), Order.DESCENDING, query.where());
  }

  static EventQuery ofTypes(Set<String> types) {
    return new EventQuery(AROUND_NOON.from(), AROUND_NOON.to(), types, Order.ASCENDING);
  }

  static EventQuery where(Where where) {
    return new EventQuery(AROUND_NOON.from(), AROUND_NOON.to(), Set.of(), Order.ASCENDING, where);
  }

  /// Everything that happened within two days of noon.
  public static List<StoredEvent> all(EventLog log) {
    return all(log, AROUND_NOON, 1000);
  }

  public static List<StoredEvent> all(EventLog log, EventQuery query, int pageSize) {
    return pages(log, query, pageSize).stream()
        .flatMap(page -> Events.canonical(page.events()).stream())
        .toList();
  }

  /// Where the events lie, for events that are large to compare.
  static List<Position> places(EventLog log, EventQuery query, int pageSize) {
    return positions(
        pages(log, query, pageSize).stream().flatMap(page -> page.events().stream()).toList());
  }

  static List<Position> positions(List<StoredEvent> events) {
    return events.stream().map(StoredEvent::position).toList();
  }

  static List<EventPage> pages(EventLog log, EventQuery query, int pageSize) {
    List<EventPage> pages = new ArrayList<>();
    Set<Position> ends = new HashSet<>();
    Position after = null;
    do {
      pages.add(checked(log.search(query, after, pageSize), pageSize));
      after = pages.getLast().end();
    } while (pages.getLast().more() && goesOn(ends.add(after)));
    return pages;
  }

  public static List<StoredEvent> session(EventLog log, String session, Order order, int pageSize) {
    List<StoredEvent> events = new ArrayList<>();
    Set<Long> ends = new HashSet<>();
    Long after = null;
    EventPage page;
    do {
      page = checked(log.session(session, order, after, pageSize), pageSize);
      events.addAll(Events.canonical(page.events()));
      after = page.events().isEmpty() ? after : Long.valueOf(page.events().getLast().key().index());
    } while (page.more() && goesOn(ends.add(after)));
    return events;
  }

  private static boolean goesOn(boolean atAnotherPlace) {
    assertTrue(atAnotherPlace, "a page ends where an earlier one ended, and so for ever");
    return true;
  }

  /// What a search should find of these events, if none of them met another.
  static List<StoredEvent> expected(
      List<AuditEvent> events, EventQuery query, @Nullable Position after) {
    Comparator<StoredEvent> order = Comparator.comparing(StoredEvent::position);
    List<StoredEvent> found =
        new ArrayList<>(Events.stored(events.stream().filter(query::wants).toList()));
    found.sort(order);
    if (query.order() == Order.DESCENDING) {
      Collections.reverse(found);
    }
    if (after != null) {
      found.removeIf(event -> !isBehind(event.position(), after, query.order()));
    }
    return found;
  }

  static boolean isBehind(Position place, Position after, Order order) {
    return order == Order.ASCENDING ? place.compareTo(after) > 0 : place.compareTo(after) < 0;
  }

  static List<StoredEvent> expected(List<AuditEvent> events, EventQuery query) {
    return expected(events, query, null);
  }

  private static EventPage checked(EventPage page, int limit) {
    assertTrue(
        page.events().size() <= limit,
        "a page of " + page.events().size() + " where " + limit + " were asked for");
    long bytes = page.events().stream().mapToLong(one -> EventPage.bytes(one.event().json())).sum();
    assertTrue(
        bytes <= EventPage.MAX_BYTES || page.events().size() == 1, "a page of " + bytes + " bytes");
    return page;
  }
}
