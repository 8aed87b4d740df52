package io.tapevault.session;

import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.PageBuffer;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The events of one session in the order in which they happened: by time, then by index. The log
/// keeps them by index, and many events share index 0, so every page reads all of them. Where one
/// has no time of its own, when it came says nothing about the others: then the index alone counts.
public final class SessionEvents {

  private final EventLog log;
  private final InstantSource clock;

  public SessionEvents(EventLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /// The first events behind `after`, at most `limit`. Empty where it takes longer than
  /// [Sessions#PATIENCE] to read them all: until then nobody knows which come first.
  public Optional<EventPage> page(
      String session, Order order, @Nullable Position after, int limit) {
    FirstBehind found = new FirstBehind(order, after, limit);
    return WholeSession.read(log, clock, session, found::add)
        ? Optional.of(found.page())
        : Optional.empty();
  }

  /// The first events behind a place, in either order, of those that have been read.
  private static final class FirstBehind {
    private final Order order;
    private final @Nullable Position after;
    private final PageBuffer byTime;
    private final PageBuffer byIndex;
    private boolean timed = true;

    FirstBehind(Order order, @Nullable Position after, int limit) {
      this.order = order;
      this.after = after;
      this.byTime = PageBuffer.by(PageBuffer.byTime(order), limit);
      this.byIndex = PageBuffer.by(PageBuffer.byIndex(order), limit);
    }

    void add(StoredEvent event) {
      timed &= event.event().json().contains("\"time\"");
      if (after == null || isBehind(order, event.position().compareTo(after))) {
        byTime.offer(event);
      }
      if (after == null || isBehind(order, event.key().compareTo(after.key()))) {
        byIndex.offer(event);
      }
    }

    EventPage page() {
      return (timed ? byTime : byIndex).page();
    }
  }

  private static boolean isBehind(Order order, int compared) {
    return switch (order) {
      case ASCENDING -> compared > 0;
      case DESCENDING -> compared < 0;
    };
  }
}
