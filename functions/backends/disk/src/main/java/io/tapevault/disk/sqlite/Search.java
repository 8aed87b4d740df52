package io.tapevault.disk.sqlite;

import io.tapevault.event.EventKey;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A search as SQL that reads no more rows of an index than it answers, whichever types are asked
/// for: each type has its own range of the index by type, and SQLite merges the ranges as it goes.
record Search(
    Position low,
    Position high,
    List<String> types,
    List<Members.Sought> sought,
    EventQuery query,
    MayHold mayHold) {

  // Both ends are exclusive. Sessions have a character and indexes begin at 0, so nothing lies
  // here.
  private static final EventKey BEFORE_ALL = new EventKey("", -1);
  // SQLite takes 500 parts in a UNION. So many types are no longer few events among many.
  private static final int MERGED = 100;

  // Parameters 1 to 10, in each part alike; the types follow.
  private static final String SELECT =
      "SELECT "
          + EventRow.COLUMNS
          + " FROM event INDEXED BY %s WHERE %s"
          + " (seconds, nanos, session, idx) > (?1, ?2, ?3, ?4)"
          + " AND (seconds, nanos, session, idx) < (?5, ?6, ?7, ?8) AND expires > ?9%s";
  private static final int TYPES = 11;

  static Search of(EventQuery query, @Nullable Position after) {
    Position from = new Position(query.from(), BEFORE_ALL);
    Position to = new Position(query.to(), BEFORE_ALL);
    List<String> types = query.types().stream().sorted().toList();
    List<Members.Sought> sought = Members.in(query.where());
    int values = sought.stream().mapToInt(one -> one.values().size()).sum();
    MayHold mayHold = MayHold.of(query.where(), TYPES + types.size() + values);
    boolean up = query.order() == EventQuery.Order.ASCENDING;
    return new Search(
        up && after != null ? Collections.max(List.of(from, after)) : from,
        !up && after != null ? Collections.min(List.of(to, after)) : to,
        types,
        sought,
        query,
        mayHold);
  }

  PreparedStatement prepare(Connection connection, long now, int limit) throws SQLException {
    PreparedStatement select = connection.prepareStatement(sql());
    bind(select, 1, low);
    bind(select, 5, high);
    select.setLong(9, now);
    // Of what may hold, nobody knows how much is wanted.
    select.setLong(10, query.wantsAll() ? limit + 1L : -1);
    for (int i = 0; i < types.size(); i++) {
      select.setString(TYPES + i, types.get(i));
    }
    int next = TYPES + types.size();
    for (Members.Sought one : sought) {
      next = one.bind(select, next);
    }
    mayHold.bind(select);
    return select;
  }

  private static void bind(PreparedStatement select, int first, Position position)
      throws SQLException {
    Instant time = position.time();
    select.setLong(first, time.getEpochSecond());
    select.setInt(first + 1, time.getNano());
    select.setString(first + 2, position.key().session());
    select.setLong(first + 3, position.key().index());
  }

  String sql() {
    String direction =
        switch (query.order()) {
          case ASCENDING -> "";
          case DESCENDING -> " DESC";
        };
    return ranges()
        + " ORDER BY seconds%1$s, nanos%1$s, session%1$s, idx%1$s LIMIT ?10".formatted(direction);
  }

  private String ranges() {
    if (!sought.isEmpty()) {
      return byMember();
    }
    if (types.isEmpty()) {
      return SELECT.formatted("event_by_time", "", mayHold.sql());
    }
    List<String> parameters = typeParameters();
    if (types.size() > MERGED) {
      return SELECT.formatted("event_by_time", ofTypes(), mayHold.sql());
    }
    return parameters.stream()
        .map(parameter ->
            SELECT.formatted("event_by_type", "type = " + parameter + " AND", mayHold.sql()))
        .collect(Collectors.joining(" UNION ALL "));
  }

  /// A range of an index for each value, of which an event may be in two.
  private String byMember() {
    List<String> ranges = new ArrayList<>();
    int parameter = TYPES + types.size();
    for (Members.Sought one : sought) {
      for (Members.Range range : one.ranges(parameter)) {
        ranges.add(
            SELECT.formatted(range.index(), range.where() + " AND " + ofTypes(), mayHold.sql()));
      }
      parameter += one.values().size();
    }
    return String.join(" UNION ALL ", ranges);
  }

  private String ofTypes() {
    return types.isEmpty() ? "" : "type IN (" + String.join(", ", typeParameters()) + ") AND";
  }

  private List<String> typeParameters() {
    return IntStream.range(TYPES, TYPES + types.size()).mapToObj(i -> "?" + i).toList();
  }
}
