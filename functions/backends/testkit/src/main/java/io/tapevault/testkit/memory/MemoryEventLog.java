package io.tapevault.testkit.memory;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Histogram;
import io.tapevault.event.HistogramBuffer;
import io.tapevault.event.PageBuffer;
import io.tapevault.event.Placement;
import io.tapevault.event.Placement.Holder;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.settings.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An event log in the heap. It is lost with the process, and everything else is as in any log.
public final class MemoryEventLog implements EventLog {

  private final InstantSource clock;
  private final Retention retention;
  private final NavigableMap<EventKey, Held> held = new TreeMap<>();
  private final List<Held> written = new ArrayList<>();
  private final Set<String> outlasting = new HashSet<>();

  public MemoryEventLog(InstantSource clock, Retention retention) {
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public synchronized List<Appended> append(List<AuditEvent> events) {
    return events.stream()
        .map(event ->
            Placement.place(event, (key, conflict) -> put(new StoredEvent(key, event, conflict))))
        .toList();
  }

  private Optional<Holder> put(StoredEvent stored) {
    Instant now = clock.instant();
    AuditEvent event = stored.event();
    Held holder = held.get(stored.key());
    if (holder != null && !(holder.isOf(event) && !isThere(holder, now))) {
      AuditEvent other = holder.stored().event();
      return Optional.of(new Holder(other.identity(), other.hash()));
    }
    Instant begin = Retention.begin(now, event.time());
    Instant expires = retention.of(event.type()).expiry(begin).orElse(Instant.MAX);
    Held added = new Held(stored, written.size() + 1L, expires);
    held.put(stored.key(), added);
    written.add(added);
    return Optional.empty();
  }

  @Override
  public synchronized EventPage search(EventQuery query, @Nullable Position after, int limit) {
    return page(
        held.values(),
        PageBuffer.by(PageBuffer.byTime(query.order()), limit),
        stored ->
            query.wants(stored.event())
                && (after == null || isBehind(stored.position(), after, query.order())));
  }

  @Override
  public synchronized EventPage session(
      String session, EventQuery.Order order, @Nullable Long after, int limit) {
    Collection<Held> all =
        held.subMap(
                new EventKey(session, Long.MIN_VALUE),
                true,
                new EventKey(session, Long.MAX_VALUE),
                true)
            .values();
    return page(
        all,
        PageBuffer.by(PageBuffer.byIndex(order), limit),
        stored -> after == null || isBehind(stored.key().index(), after, order));
  }

  @Override
  public synchronized Histogram histogram(EventQuery query, Duration step) {
    HistogramBuffer counts = new HistogramBuffer(step);
    there(held.values())
        .map(StoredEvent::event)
        .filter(query::wants)
        .forEach(event -> counts.add(event.type(), event.time().getEpochSecond(), 1));
    return counts.histogram(null);
  }

  private EventPage page(Collection<Held> all, PageBuffer page, Predicate<StoredEvent> wanted) {
    there(all).filter(wanted).forEach(page::offer);
    return page.page();
  }

  private Stream<StoredEvent> there(Collection<Held> all) {
    Instant now = clock.instant();
    return all.stream().filter(one -> isThere(one, now)).map(Held::stored);
  }

  private static <T extends Comparable<T>> boolean isBehind(
      T place, T after, EventQuery.Order order) {
    return switch (order) {
      case ASCENDING -> place.compareTo(after) > 0;
      case DESCENDING -> place.compareTo(after) < 0;
    };
  }

  @Override
  public synchronized List<StoredEvent> find(List<EventKey> keys) {
    Instant now = clock.instant();
    return keys.stream()
        .flatMap(key -> Optional.ofNullable(held.get(key)).stream())
        .filter(one -> isThere(one, now))
        .map(Held::stored)
        .toList();
  }

  private boolean isThere(Held one, Instant now) {
    return now.isBefore(one.expires()) || outlasting.contains(one.stored().key().session());
  }

  /// Whether the events of a session stay past their retention.
  synchronized void hold(String session, boolean held) {
    if (held) {
      outlasting.add(session);
    } else {
      outlasting.remove(session);
    }
  }

  /// What was written behind the `sequence`th write, in the order of writing.
  synchronized List<Held> writtenAfter(long sequence) {
    return List.copyOf(written.subList(Math.clamp(sequence, 0, written.size()), written.size()));
  }

  /// An event, the how-manieth write it was, and when it expires.
  record Held(StoredEvent stored, long sequence, Instant expires) {
    private boolean isOf(AuditEvent event) {
      return stored.event().hash().equals(event.hash());
    }
  }
}
