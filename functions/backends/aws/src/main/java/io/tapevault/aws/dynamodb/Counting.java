package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_TYPE;

import io.tapevault.aws.dynamodb.item.EventReader;
import io.tapevault.aws.dynamodb.item.StoredItem;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.Parallel;
import io.tapevault.aws.dynamodb.table.TimeLeft;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Histogram;
import io.tapevault.event.HistogramBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts events by the index by time, several days at once: of each item its type and its second
/// alone are read, unless more has to be looked at.
final class Counting {

  private static final int DAYS = 16;

  private final EventsTable table;
  private final EventReader reader;
  private final TimeLeft left;
  private final EventQuery query;
  private final Duration step;
  private final Instant last;
  private final DayIndex index;

  Counting(EventsTable table, EventReader reader, TimeLeft left, EventQuery query, Duration step) {
    this.table = table;
    this.reader = reader;
    this.left = left;
    this.query = query;
    this.step = step;
    this.last = query.to().minusSeconds(1);
    this.index = DayIndex.of(query, query.from(), last, left.now());
  }

  Histogram all(Calendar calendar) {
    HistogramBuffer counts = new HistogramBuffer(step);
    List<LocalDate> days = calendar.days(query.from(), last, Order.ASCENDING, left.now());
    for (int from = 0; from < days.size(); from += DAYS) {
      List<LocalDate> some = days.subList(from, Math.min(days.size(), from + DAYS));
      // What comes behind the first day is not begun where there is no time for it.
      for (Day day : Parallel.map(some, one -> new Day(one.equals(days.getFirst())).read(one))) {
        counts.add(day.counts);
        if (day.until != null) {
          return counts.histogram(day.until);
        }
      }
    }
    return counts.histogram(null);
  }

  /// Stops where a second ends; the very first is always read.
  private final class Day {
    private final HistogramBuffer counts = new HistogramBuffer(step);
    private @Nullable Long second;
    private @Nullable Instant until;
    private boolean isFirst;

    Day(boolean isFirst) {
      this.isFirst = isFirst;
    }

    Day read(LocalDate day) {
      table.query(
          ask -> {
            index.of(day, ask);
            if (query.wantsAll()) {
              ask.projectionExpression(EVENT_TYPE + ", " + CREATED_AT);
            }
          },
          StoredItem::read,
          response -> {
            for (StoredItem item : response.items()) {
              long its = item.number(CREATED_AT).orElseThrow();
              if (!goesOn(its)) {
                return false;
              }
              count(item, its);
            }
            return true;
          });
      return this;
    }

    private boolean goesOn(long its) {
      boolean another = second == null || second != its;
      if (another && !isFirst && left.isOver()) {
        until = Instant.ofEpochSecond(its);
        return false;
      }
      isFirst = false;
      second = its;
      return true;
    }

    private void count(StoredItem item, long its) {
      if (query.wantsAll()) {
        String type = item.text(EVENT_TYPE).orElse("");
        if (query.types().isEmpty() || query.types().contains(type)) {
          counts.add(type, its, 1);
        }
        return;
      }
      AuditEvent event = reader.read(item).event();
      if (query.wants(event)) {
        counts.add(event.type(), its, 1);
      }
    }
  }
}
