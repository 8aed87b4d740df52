package io.tapevault.disk.sqlite;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Deletes what has expired, a little at a time: appends come in between, and readers notice
/// nothing. What a SIEM has not had yet stays some time longer.
final class Sweep {

  // As many rows as are deleted in some milliseconds, so that an append in between does not wait
  // longer.
  private static final int AT_ONCE = 500;
  private static final Duration GRACE = Duration.ofDays(30);
  private static final String WHY = "it expired before it was delivered";

  private static final String PARKED =
      "DELETE FROM parked WHERE id IN (SELECT id FROM parked WHERE expires <= ? LIMIT ?)";
  private static final String REGISTER = "DELETE FROM register WHERE expires <= ?";
  private static final String UNLISTED =
      " IN (SELECT sid FROM listed WHERE expires <= ? ORDER BY expires, sid LIMIT ?)";
  private static final String PARTICIPANTS = "DELETE FROM participant WHERE sid" + UNLISTED;
  private static final String LISTED = "DELETE FROM listed WHERE sid" + UNLISTED;
  private static final String HAD =
      "SELECT coalesce((SELECT sequence FROM delivered WHERE sink = ?), 0)";
  private static final String EVENTS =
      "DELETE FROM event WHERE sequence IN (SELECT sequence FROM event"
          + " WHERE expires <= ? AND (sequence <= ? OR expires <= ?) LIMIT ?) RETURNING sequence,"
          + " session, idx, seconds";
  private static final String NOTES = "DELETE FROM account WHERE session = ? AND idx = ?";
  private static final String OLD_NOTES =
      "DELETE FROM account WHERE (session, idx, sink) IN"
          + " (SELECT session, idx, sink FROM account WHERE expires <= ? LIMIT ?)";

  private final Connections connections;
  private final long now;
  private final Set<String> siems;
  private final Map<String, Long> lost = new TreeMap<>();

  Sweep(Connections connections, long now, Set<String> siems) {
    this.connections = connections;
    this.now = now;
    this.siems = siems;
  }

  SqliteDatabase.Swept run() {
    connections.write("sweep", this::register);
    repeat(connection -> old(PARKED, connection));
    repeat(connection -> old(OLD_NOTES, connection));
    repeat(this::listed);
    long events = repeat(this::events);
    return new SqliteDatabase.Swept(events, Map.copyOf(lost));
  }

  private long repeat(Connections.Work<Integer> some) {
    long swept = 0;
    int deleted;
    do {
      deleted = connections.write("sweep", some);
      swept += deleted;
    } while (deleted == AT_ONCE);
    return swept;
  }

  private int old(String sql, Connection connection) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setLong(1, now);
      delete.setInt(2, AT_ONCE);
      return delete.executeUpdate();
    }
  }

  private int listed(Connection connection) throws SQLException {
    int _ = old(PARTICIPANTS, connection);
    return old(LISTED, connection);
  }

  private int register(Connection connection) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(REGISTER)) {
      delete.setLong(1, now);
      return delete.executeUpdate();
    }
  }

  private int events(Connection connection) throws SQLException {
    Map<String, Long> had = had(connection);
    long hadByAll = had.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    int deleted = 0;
    try (PreparedStatement delete = connection.prepareStatement(EVENTS);
        PreparedStatement notes = connection.prepareStatement(NOTES)) {
      delete.setLong(1, now);
      delete.setLong(2, hadByAll);
      delete.setLong(3, now - GRACE.toSeconds());
      delete.setInt(4, AT_ONCE);
      try (ResultSet rows = delete.executeQuery()) {
        while (rows.next()) {
          deleted++;
          EventKey key = new EventKey(rows.getString(2), rows.getLong(3));
          notes.setString(1, key.session());
          notes.setLong(2, key.index());
          notes.executeUpdate();
          Instant time = Instant.ofEpochSecond(rows.getLong(4));
          lost(rows.getLong(1), new Settled(key, time, Outcome.LOST, WHY), had, connection);
        }
      }
    }
    return deleted;
  }

  private void lost(long sequence, Settled event, Map<String, Long> had, Connection connection)
      throws SQLException {
    for (Map.Entry<String, Long> siem : had.entrySet()) {
      if (sequence > siem.getValue()) {
        lost.merge(siem.getKey(), 1L, Long::sum);
        Notes.of(connection, siem.getKey(), now).add(List.of(event));
      }
    }
  }

  private Map<String, Long> had(Connection connection) throws SQLException {
    Map<String, Long> had = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(HAD)) {
      for (String siem : siems) {
        select.setString(1, siem);
        try (ResultSet row = select.executeQuery()) {
          had.put(siem, row.getLong(1));
        }
      }
    }
    return had;
  }
}
