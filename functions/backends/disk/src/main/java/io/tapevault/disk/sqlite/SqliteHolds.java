package io.tapevault.disk.sqlite;

import io.tapevault.hold.Hold;
import io.tapevault.hold.Hold.Said;
import io.tapevault.hold.Holds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The holds in a SQLite file. Every method is one transaction: nothing breaks off.
final class SqliteHolds implements Holds {

  private static final String PLACE =
      "INSERT INTO hold (session, placed_by, placed_why, placed_at) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (session) DO UPDATE SET placed_by = excluded.placed_by,"
          + " placed_why = excluded.placed_why, placed_at = excluded.placed_at,"
          + " released_by = NULL, released_why = NULL, released_at = NULL"
          + " WHERE released_at IS NOT NULL";
  private static final String RELEASE =
      "UPDATE hold SET released_by = ?2, released_why = ?3, released_at = ?4"
          + " WHERE session = ?1 AND released_at IS NULL";
  private static final String SELECT =
      "SELECT session, placed_by, placed_why, placed_at, released_by, released_why, released_at"
          + " FROM hold WHERE session ";
  private static final String KEEP =
      "UPDATE event SET kept = expires, expires = "
          + Expiry.NEVER
          + " WHERE session = ?1 AND kept IS NULL"
          + " AND EXISTS (SELECT 1 FROM hold WHERE session = ?1 AND released_at IS NULL)";
  private static final String LET_GO =
      "UPDATE event SET expires = kept, kept = NULL WHERE session = ?1 AND kept IS NOT NULL"
          + " AND NOT EXISTS (SELECT 1 FROM hold WHERE session = ?1 AND released_at IS NULL)";
  private static final String FORGET =
      "DELETE FROM hold WHERE session = ? AND released_at IS NOT NULL";

  private final Connections connections;

  SqliteHolds(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Hold place(Hold hold) {
    return connections.write(
        "place a hold",
        connection -> {
          update(connection, PLACE, hold.session(), hold.placed());
          return select(connection, hold.session()).orElseThrow();
        });
  }

  @Override
  public Optional<Hold> release(String session, Said released) {
    return connections.write(
        "release a hold",
        connection -> {
          update(connection, RELEASE, session, released);
          return select(connection, session);
        });
  }

  @Override
  public Optional<Hold> find(String session) {
    return connections.read("find a hold", connection -> select(connection, session));
  }

  @Override
  public List<Hold> list(String after, int most) {
    return connections.read(
        "list holds",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + "> ? ORDER BY session LIMIT ?")) {
            select.setString(1, after);
            select.setInt(2, most);
            return holds(select);
          }
        });
  }

  @Override
  public void keep(String session) {
    connections.write("hold events", connection -> update(connection, KEEP, session, null));
  }

  @Override
  public void letGo(String session) {
    connections.write("let events go", connection -> update(connection, LET_GO, session, null));
  }

  @Override
  public void forget(String session) {
    connections.write("forget a hold", connection -> update(connection, FORGET, session, null));
  }

  private static int update(Connection connection, String sql, String session, @Nullable Said said)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, session);
      if (said != null) {
        update.setString(2, said.by());
        update.setString(3, said.reason());
        update.setLong(4, said.at().toEpochMilli());
      }
      return update.executeUpdate();
    }
  }

  private static Optional<Hold> select(Connection connection, String session) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + "= ?")) {
      select.setString(1, session);
      return holds(select).stream().findFirst();
    }
  }

  private static List<Hold> holds(PreparedStatement select) throws SQLException {
    List<Hold> holds = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        @Nullable String releasedBy = rows.getString(5);
        holds.add(
            new Hold(rows.getString(1), said(rows, 2), releasedBy == null ? null : said(rows, 5)));
      }
    }
    return holds;
  }

  private static Said said(ResultSet row, int from) throws SQLException {
    return new Said(
        row.getString(from), row.getString(from + 1), Instant.ofEpochMilli(row.getLong(from + 2)));
  }
}
