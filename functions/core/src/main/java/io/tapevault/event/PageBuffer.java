package io.tapevault.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps the first events of a page out of any number that are offered in any order. It holds one
/// page, however many are offered.
public final class PageBuffer {

  private final Comparator<StoredEvent> order;
  private final TreeSet<StoredEvent> kept;
  private final int limit;
  private final int most;
  private long bytes;
  // The first of those that did not fit. Nothing behind it may enter, however small, or a reader
  // would never see it.
  private @Nullable StoredEvent end;

  private PageBuffer(Comparator<StoredEvent> order, int limit, int most) {
    this.order = order;
    this.kept = new TreeSet<>(order);
    this.limit = limit;
    this.most = most;
  }

  public static PageBuffer by(Comparator<StoredEvent> order, int limit) {
    return by(order, limit, EventPage.MAX_BYTES);
  }

  /// `most` is how many bytes a page has room for.
  static PageBuffer by(Comparator<StoredEvent> order, int limit, int most) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page has room for one event at least, not " + limit);
    }
    return new PageBuffer(order, limit, most);
  }

  public static Comparator<StoredEvent> byTime(EventQuery.Order order) {
    return directed(Comparator.comparing(StoredEvent::position), order);
  }

  public static Comparator<StoredEvent> byIndex(EventQuery.Order order) {
    return directed(Comparator.comparing(StoredEvent::key), order);
  }

  private static Comparator<StoredEvent> directed(
      Comparator<StoredEvent> order, EventQuery.Order direction) {
    return switch (direction) {
      case ASCENDING -> order;
      case DESCENDING -> order.reversed();
    };
  }

  public void offer(StoredEvent event) {
    if ((end != null && order.compare(event, end) >= 0) || !kept.add(event)) {
      return;
    }
    bytes += EventPage.bytes(event.event().json());
    while (kept.size() > limit || (bytes > most && kept.size() > 1)) {
      end = kept.removeLast();
      bytes -= EventPage.bytes(end.event().json());
    }
  }

  /// Whether nothing that comes behind what is kept can enter the page any more.
  public boolean full() {
    return end != null;
  }

  public EventPage page() {
    List<StoredEvent> events = new ArrayList<>(kept);
    return new EventPage(events, end != null);
  }
}
