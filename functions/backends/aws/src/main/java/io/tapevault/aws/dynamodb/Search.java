package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT;

import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.aws.dynamodb.item.EventReader;
import io.tapevault.aws.dynamodb.item.StoredItem;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.Parallel;
import io.tapevault.aws.dynamodb.table.TimeLeft;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.PageBuffer;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One page of a search: day after day, and in a day second after second, because the index knows
/// nothing finer. A second is read whole before the page ends in it, and is read again where the
/// next page begins in it.
final class Search {

  // Empty days are found by asking for many at once.
  private static final int FIRST_PROBES = 4;
  private static final int MOST_PROBES = 64;
  private static final int LEAST_READ = 100;
  private static final EventKey BEFORE_ALL = new EventKey("", Long.MIN_VALUE);

  private final EventsTable table;
  private final EventReader reader;
  private final TimeLeft left;
  private final DayIndex index;
  private final EventQuery query;
  private final @Nullable Position after;
  private final int limit;
  private final PageBuffer page;
  private final Instant first;
  private final Instant last;
  private long second = Long.MIN_VALUE;
  private boolean done;
  private @Nullable Position stopped;

  Search(EventsTable table, EventReader reader, TimeLeft left, Wanted wanted) {
    this.table = table;
    this.reader = reader;
    this.left = left;
    this.query = wanted.query();
    this.after = wanted.after();
    this.limit = wanted.limit();
    this.page = PageBuffer.by(PageBuffer.byTime(query.order()), limit);
    boolean up = query.order() == EventQuery.Order.ASCENDING;
    this.first =
        up && after != null && after.time().isAfter(query.from()) ? after.time() : query.from();
    Instant end = query.to().equals(Instant.MIN) ? query.to() : query.to().minusNanos(1);
    this.last = !up && after != null && after.time().isBefore(end) ? after.time() : end;
    this.index = DayIndex.of(query, first, last, left.now());
  }

  /// What is asked for.
  record Wanted(EventQuery query, @Nullable Position after, int limit) {}

  EventPage page(Calendar calendar) {
    List<LocalDate> days = calendar.days(first, last, query.order(), left.now());
    int probes = FIRST_PROBES;
    for (int from = 0; from < days.size() && !done && !stopsAt(begin(days.get(from))); ) {
      int to = from == 0 ? 1 : Math.min(days.size(), from + probes);
      read(days.subList(from, to));
      probes = from == 0 ? probes : Math.min(MOST_PROBES, 2 * probes);
      from = to;
    }
    return stopped == null ? page.page() : until(stopped);
  }

  /// What was read before there was no time left. A second that was not read to its end is left to
  /// the next page.
  private EventPage until(Position place) {
    List<StoredEvent> events =
        page.page().events().stream().filter(event -> isBehind(place, event.position())).toList();
    boolean full = page.full() && !events.isEmpty();
    return new EventPage(events, true, full ? events.getLast().position() : place);
  }

  /// Whether the search ends before this moment, for want of time. It ends nowhere where it began,
  /// or it would never be over.
  private boolean stopsAt(Instant moment) {
    Position place = new Position(moment, BEFORE_ALL);
    if (stopped == null && left.isOver() && isBehind(place)) {
      stopped = place;
      done = true;
    }
    return stopped != null;
  }

  private Instant begin(LocalDate day) {
    LocalDate border = query.order() == EventQuery.Order.ASCENDING ? day : day.plusDays(1);
    return border.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private void read(List<LocalDate> days) {
    List<Boolean> empty =
        days.size() == 1 ? List.of(false) : Parallel.map(days, day -> index.isEmpty(table, day));
    for (int i = 0; i < days.size() && !done && !stopsAt(begin(days.get(i))); i++) {
      if (!empty.get(i)) {
        read(days.get(i));
      }
    }
  }

  private void read(LocalDate day) {
    table.query(
        query -> {
          index.of(day, query).scanIndexForward(this.query.order() == EventQuery.Order.ASCENDING);
          if (this.query.wantsAll() && !index.live().chooses() && limit < Integer.MAX_VALUE) {
            query.limit(Math.max(limit + 1, LEAST_READ));
          }
        },
        StoredItem::read,
        response -> {
          for (StoredItem item : response.items()) {
            offer(reader.read(item));
            if (done) {
              return false;
            }
          }
          Map<String, AttributeValue> last = response.lastEvaluatedKey();
          return last.isEmpty() || !stopsAt(begin(last));
        });
  }

  private Instant begin(Map<String, AttributeValue> key) {
    long second = Attributes.number(key, CREATED_AT).orElseThrow();
    return Instant.ofEpochSecond(query.order() == EventQuery.Order.ASCENDING ? second : second + 1);
  }

  private void offer(StoredEvent event) {
    long itsSecond = event.event().time().getEpochSecond();
    if (page.full() && itsSecond != second) {
      done = true;
      return;
    }
    second = itsSecond;
    if (query.wants(event.event()) && isBehind(event.position())) {
      boolean wasFull = page.full();
      page.offer(event);
      done = !wasFull && page.full() && endsBefore(itsSecond);
    }
  }

  private boolean isBehind(Position position) {
    return after == null || isBehind(position, after);
  }

  private boolean isBehind(Position position, Position other) {
    return switch (query.order()) {
      case ASCENDING -> position.compareTo(other) > 0;
      case DESCENDING -> position.compareTo(other) < 0;
    };
  }

  /// Whether the page was complete before this second, so that nothing in it can enter.
  private boolean endsBefore(long second) {
    return page.page().events().getLast().event().time().getEpochSecond() != second;
  }
}
