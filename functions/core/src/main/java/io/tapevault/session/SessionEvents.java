package io.tapevault.session;

import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.PageBuffer;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The events of one session in the order in which they happened: by time, then by index. The log
/// keeps them by index, and many events share index 0, so every page reads all of them and holds
/// one page.
public final class SessionEvents {

  private static final int READ_AT_ONCE = 1_000;

  private final EventLog log;

  public SessionEvents(EventLog log) {
    this.log = log;
  }

  /// The first events behind `after`, at most `limit`.
  public EventPage page(String session, Order order, @Nullable Position after, int limit) {
    PageBuffer page = PageBuffer.by(PageBuffer.byTime(order), limit);
    Predicate<StoredEvent> wanted = behind(order, after);
    EventPage read = EventPage.EMPTY;
    do {
      Long from = read.end() == null ? null : read.end().key().index();
      read = log.session(session, Order.ASCENDING, from, READ_AT_ONCE);
      read.events().stream().filter(wanted).forEach(page::offer);
    } while (read.more());
    return page.page();
  }

  private static Predicate<StoredEvent> behind(Order order, @Nullable Position after) {
    if (after == null) {
      return event -> true;
    }
    return switch (order) {
      case ASCENDING -> event -> event.position().compareTo(after) > 0;
      case DESCENDING -> event -> event.position().compareTo(after) < 0;
    };
  }
}
