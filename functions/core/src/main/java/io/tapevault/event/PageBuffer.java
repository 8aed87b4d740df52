package io.tapevault.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Keeps the first events of a page out of any number that are offered in any order. It holds one page, however many
/// are offered.
public final class PageBuffer {

  private final TreeSet<StoredEvent> kept;
  private final int limit;
  private long characters;
  private boolean more;

  private PageBuffer(Comparator<StoredEvent> order, int limit) {
    this.kept = new TreeSet<>(order);
    this.limit = limit;
  }

  public static PageBuffer by(Comparator<StoredEvent> order, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page has room for one event at least, not " + limit);
    }
    return new PageBuffer(order, limit);
  }

  public static Comparator<StoredEvent> byTime(EventQuery.Order order) {
    return directed(Comparator.comparing(StoredEvent::position), order);
  }

  public static Comparator<StoredEvent> byIndex(EventQuery.Order order) {
    return directed(Comparator.comparing(StoredEvent::key), order);
  }

  private static Comparator<StoredEvent> directed(Comparator<StoredEvent> order, EventQuery.Order direction) {
    return switch (direction) {
      case ASCENDING -> order;
      case DESCENDING -> order.reversed();
    };
  }

  public void offer(StoredEvent event) {
    if (!kept.add(event)) {
      return;
    }
    characters += event.event().json().length();
    while (kept.size() > limit || (characters > EventPage.MAX_CHARACTERS && kept.size() > 1)) {
      characters -= kept.removeLast().event().json().length();
      more = true;
    }
  }

  /// Whether nothing that comes behind what is kept can enter the page any more.
  public boolean full() {
    return more;
  }

  public EventPage page() {
    List<StoredEvent> events = new ArrayList<>(kept);
    return new EventPage(events, more);
  }
}
