package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.Attributes.CREATED_AT;
import static io.tapevault.aws.dynamodb.Attributes.CREATED_AT_DATE;

import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.PageBuffer;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/// One page of a search: day after day, and in a day second after second, because the index knows
/// nothing finer. A second is read whole before the page ends in it, and is read again where the
/// next page begins in it.
final class Search {

  // Empty days are found by asking for many at once.
  private static final int FIRST_PROBES = 4;
  private static final int MOST_PROBES = 64;
  private static final int LEAST_READ = 100;

  private final EventsTable table;
  private final EventReader reader;
  private final LiveEvents live;
  private final EventQuery query;
  private final @Nullable Position after;
  private final int limit;
  private final PageBuffer page;
  private final Instant first;
  private final Instant last;
  private long second = Long.MIN_VALUE;
  private boolean done;

  Search(EventsTable table, EventReader reader, LiveEvents live, Wanted wanted) {
    this.table = table;
    this.reader = reader;
    this.query = wanted.query();
    this.live = live.ofTypes(query.types());
    this.after = wanted.after();
    this.limit = wanted.limit();
    this.page = PageBuffer.by(PageBuffer.byTime(query.order()), limit);
    boolean up = query.order() == EventQuery.Order.ASCENDING;
    this.first =
        up && after != null && after.time().isAfter(query.from()) ? after.time() : query.from();
    Instant end = query.to().equals(Instant.MIN) ? query.to() : query.to().minusNanos(1);
    this.last = !up && after != null && after.time().isBefore(end) ? after.time() : end;
  }

  /// What is asked for.
  record Wanted(EventQuery query, @Nullable Position after, int limit) {}

  EventPage page(Calendar calendar, Instant now) {
    List<LocalDate> days = calendar.days(first, last, query.order(), now);
    int probes = FIRST_PROBES;
    for (int from = 0; from < days.size() && !done; ) {
      int to = from == 0 ? 1 : Math.min(days.size(), from + probes);
      read(days.subList(from, to));
      probes = from == 0 ? probes : Math.min(MOST_PROBES, 2 * probes);
      from = to;
    }
    return page.page();
  }

  private void read(List<LocalDate> days) {
    List<Boolean> empty = days.size() == 1 ? List.of(false) : Parallel.map(days, this::isEmpty);
    for (int i = 0; i < days.size() && !done; i++) {
      if (!empty.get(i)) {
        read(days.get(i));
      }
    }
  }

  private boolean isEmpty(LocalDate day) {
    QueryResponse response =
        table.query(query -> {
          select(day, query).select(Select.COUNT);
          if (!live.choosesTypes()) {
            query.limit(1);
          }
        });
    return response.count() == 0 && response.lastEvaluatedKey().isEmpty();
  }

  private void read(LocalDate day) {
    Map<String, AttributeValue> start = Map.of();
    do {
      Map<String, AttributeValue> behind = start;
      QueryResponse response =
          table.query(query -> {
            select(day, query).scanIndexForward(this.query.order() == EventQuery.Order.ASCENDING);
            if (!behind.isEmpty()) {
              query.exclusiveStartKey(behind);
            } else if (!live.choosesTypes() && limit < Integer.MAX_VALUE) {
              query.limit(Math.max(limit + 1, LEAST_READ));
            }
          });
      for (Map<String, AttributeValue> item : response.items()) {
        offer(reader.read(item));
        if (done) {
          return;
        }
      }
      start = response.lastEvaluatedKey();
    } while (!start.isEmpty());
  }

  private QueryRequest.Builder select(LocalDate day, QueryRequest.Builder query) {
    return query
        .indexName(TableCreation.INDEX)
        .keyConditionExpression(
            CREATED_AT_DATE + " = :day AND " + CREATED_AT + " BETWEEN :first AND :last")
        .filterExpression(live.expression())
        .expressionAttributeValues(
            live.and(
                Map.of(
                    ":day", AttributeValue.fromS(day.toString()),
                    ":first", EventItem.number(first.getEpochSecond()),
                    ":last", EventItem.number(last.getEpochSecond()))));
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
    if (after == null) {
      return true;
    }
    return switch (query.order()) {
      case ASCENDING -> position.compareTo(after) > 0;
      case DESCENDING -> position.compareTo(after) < 0;
    };
  }

  /// Whether the page was complete before this second, so that nothing in it can enter.
  private boolean endsBefore(long second) {
    return page.page().events().getLast().event().time().getEpochSecond() != second;
  }
}
