package io.tapevault.disk.sqlite;

import io.tapevault.catalogue.Catalogue;
import io.tapevault.catalogue.CatalogueQuery;
import io.tapevault.catalogue.CatalogueQuery.Field;
import io.tapevault.catalogue.Listed;
import io.tapevault.catalogue.ListedJson;
import io.tapevault.catalogue.Place;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.settings.Retention;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The catalogue in a SQLite file.
final class SqliteCatalogue implements Catalogue {

  private static final String FIND =
      "SELECT json, revision FROM listed WHERE sid = ? AND expires > ?";
  private static final String PUT =
      "INSERT OR REPLACE INTO listed (sid, revision, at, tie, ended, user, server, kind, state,"
          + " expires, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String FORGET = "DELETE FROM participant WHERE sid = ?";
  private static final String TAKES_PART =
      "INSERT OR IGNORE INTO participant (name, at, tie, sid) VALUES (?, ?, ?, ?)";

  private final Connections connections;
  private final InstantSource clock;
  private final Retention retention;

  SqliteCatalogue(Connections connections, InstantSource clock, Retention retention) {
    this.connections = connections;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public Optional<Entry> find(String sid) {
    return connections.read("read the catalogue", connection -> find(connection, sid));
  }

  private Optional<Entry> find(Connection connection, String sid) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setString(1, sid);
      select.setLong(2, Expiry.now(clock));
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Entry(ListedJson.read(row.getString(1)), row.getLong(2)))
            : Optional.empty();
      }
    }
  }

  @Override
  public boolean put(Listed session, long seen) {
    return connections.write(
        "write into the catalogue",
        connection -> {
          if (find(connection, session.sid()).map(Entry::revision).orElse(0L) != seen) {
            return false;
          }
          write(connection, session, seen + 1);
          takePart(connection, session);
          return true;
        });
  }

  private void write(Connection connection, Listed session, long revision) throws SQLException {
    Instant begin = Retention.begin(clock.instant(), session.at());
    Instant end = session.told().end();
    try (PreparedStatement put = connection.prepareStatement(PUT)) {
      put.setString(1, session.sid());
      put.setLong(2, revision);
      put.setLong(3, session.place().millis());
      put.setLong(4, session.place().tie());
      put.setLong(5, end == null ? Long.MAX_VALUE : end.toEpochMilli());
      put.setString(6, session.told().user());
      put.setString(7, session.told().server());
      put.setString(8, session.kind().label());
      put.setString(9, session.state().label());
      put.setLong(10, Expiry.of(retention, begin));
      put.setString(11, ListedJson.write(session));
      put.executeUpdate();
    }
  }

  private static void takePart(Connection connection, Listed session) throws SQLException {
    try (PreparedStatement forget = connection.prepareStatement(FORGET);
        PreparedStatement takesPart = connection.prepareStatement(TAKES_PART)) {
      forget.setString(1, session.sid());
      forget.executeUpdate();
      for (String participant : session.told().participants()) {
        takesPart.setString(1, participant);
        takesPart.setLong(2, session.place().millis());
        takesPart.setLong(3, session.place().tie());
        takesPart.setString(4, session.sid());
        takesPart.executeUpdate();
      }
    }
  }

  @Override
  public Page page(CatalogueQuery query, @Nullable Place after, int limit) {
    Question question = Question.of(query, after, Expiry.now(clock));
    List<Listed> found =
        connections.read(
            "read the catalogue",
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(question.sql())) {
                int number = 1;
                for (Object value : question.values()) {
                  select.setObject(number++, value);
                }
                select.setLong(number, limit + 1L);
                return sessions(select);
              }
            });
    return Page.of(found, limit);
  }

  private static List<Listed> sessions(PreparedStatement select) throws SQLException {
    List<Listed> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(ListedJson.read(rows.getString(1)));
      }
    }
    return found;
  }

  /// A statement, but for its limit. The order is that of every index, whichever of them SQLite
  /// takes.
  record Question(String sql, List<Object> values) {

    static Question of(CatalogueQuery query, @Nullable Place after, long now) {
      boolean byParticipant = query.equal(Field.PARTICIPANT).isPresent();
      String order = byParticipant ? "participant" : "listed";
      StringBuilder sql = new StringBuilder("SELECT listed.json FROM listed");
      List<Object> values = new ArrayList<>();
      sql.append(byParticipant ? " JOIN participant USING (sid)" : "");
      sql.append(" WHERE %1$s.at >= ? AND %1$s.at < ? AND listed.expires > ?".formatted(order));
      values.addAll(List.of(query.from().toEpochMilli(), query.to().toEpochMilli(), now));
      query
          .equal()
          .forEach((field, text) -> {
            sql.append(" AND ").append(column(field)).append(" = ?");
            values.add(text);
          });
      if (query.state() != null) {
        sql.append(" AND listed.state = ?");
        values.add(query.state().label());
      }
      if (query.activeAt() != null) {
        sql.append(" AND listed.ended >= ?");
        values.add(query.activeAt().toEpochMilli());
      }
      boolean ascending = query.order() == Order.ASCENDING;
      if (after != null) {
        sql.append(" AND (%1$s.at, %1$s.tie) ".formatted(order)).append(ascending ? ">" : "<");
        sql.append(" (?, ?)");
        values.addAll(List.of(after.millis(), after.tie()));
      }
      sql.append(" ORDER BY %1$s.at %2$s, %1$s.tie %2$s".formatted(order, ascending ? "" : "DESC"));
      return new Question(sql.append(" LIMIT ?").toString(), values);
    }

    private static String column(Field field) {
      return switch (field) {
        case USER -> "listed.user";
        case SERVER -> "listed.server";
        case KIND -> "listed.kind";
        case PARTICIPANT -> "participant.name";
      };
    }
  }
}
