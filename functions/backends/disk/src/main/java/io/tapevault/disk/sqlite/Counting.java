package io.tapevault.disk.sqlite;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Histogram;
import io.tapevault.event.HistogramBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Counts events, by an index that has types and times: of all in it those are taken off that have
/// expired, which are few, for they are swept. Where more is asked for than the index knows, each
/// event is looked at.
record Counting(EventQuery query, Duration step, long now) {

  private static final String EVERY_TYPE =
      "SELECT min(type) FROM event UNION ALL"
          + " SELECT (SELECT min(type) FROM event WHERE type > kind.type)"
          + " FROM kind WHERE kind.type IS NOT NULL";
  private static final int TYPES = 5;

  Histogram in(Connection connection, Duration patience) throws SQLException {
    return query.wantsAll() ? byIndex(connection) : byLooking(connection, patience);
  }

  private Histogram byIndex(Connection connection) throws SQLException {
    List<String> types = query.types().stream().sorted().toList();
    HistogramBuffer counts = new HistogramBuffer(step);
    try (PreparedStatement select = connection.prepareStatement(sql(types.size()))) {
      select.setLong(1, query.from().getEpochSecond());
      select.setLong(2, query.to().getEpochSecond());
      select.setLong(3, step.toSeconds());
      select.setLong(4, now);
      for (int i = 0; i < types.size(); i++) {
        select.setString(TYPES + i, types.get(i));
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          counts.add(rows.getString(1), rows.getLong(2), rows.getLong(3));
        }
      }
    }
    return counts.histogram(null);
  }

  private static String sql(int types) {
    String kinds =
        types == 0
            ? EVERY_TYPE
            : IntStream.range(TYPES, TYPES + types)
                .mapToObj(i -> "(?" + i + ")")
                .collect(Collectors.joining(", ", "VALUES ", ""));
    // Parameters 1 to 4 are from, to, the step and now; the types follow. A remainder has the sign
    // of what is divided.
    return """
    WITH RECURSIVE kind(type) AS (%s)
    SELECT type, begin, sum(events) FROM (
      SELECT event.type AS type, seconds - (seconds %% ?3 + ?3) %% ?3 AS begin, count(*) AS events
        FROM kind CROSS JOIN event INDEXED BY event_by_type ON event.type = kind.type
        WHERE seconds >= ?1 AND seconds < ?2 GROUP BY 1, 2
      UNION ALL
      SELECT type, seconds - (seconds %% ?3 + ?3) %% ?3, -count(*)
        FROM event INDEXED BY event_by_expiry
        WHERE expires <= ?4 AND seconds >= ?1 AND seconds < ?2
          AND type IN (SELECT type FROM kind) GROUP BY 1, 2
    ) GROUP BY type, begin HAVING sum(events) > 0 ORDER BY type\
    """
        .formatted(kinds);
  }

  /// Stops where a second ends, one at least behind where it began.
  private Histogram byLooking(Connection connection, Duration patience) throws SQLException {
    EventQuery inOrder =
        new EventQuery(query.from(), query.to(), query.types(), Order.ASCENDING, query.where());
    long end = System.nanoTime() + patience.toNanos();
    HistogramBuffer counts = new HistogramBuffer(step);
    @Nullable Instant until = null;
    @Nullable Long second = null;
    try (PreparedStatement select =
            Search.of(inOrder, null).prepare(connection, now, Integer.MAX_VALUE);
        ResultSet rows = select.executeQuery()) {
      while (until == null && rows.next()) {
        AuditEvent event = EventRow.read(rows).event();
        long its = event.time().getEpochSecond();
        if (second != null && its != second && System.nanoTime() - end >= 0) {
          until = Instant.ofEpochSecond(its);
        } else if (query.wants(event)) {
          counts.add(event.type(), its, 1);
        }
        second = its;
      }
    }
    return counts.histogram(until);
  }
}
