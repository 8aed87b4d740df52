package io.tapevault.disk.sqlite;

import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Puts into the table `account` what became of events, within a transaction of somebody else.
final class Notes {

  // Of an event that is not there any more.
  private static final Duration KEPT = Duration.ofDays(30);

  private static final String BETTER =
      "UPDATE account SET outcome = ?4, why = ?5"
          + " WHERE session = ?1 AND idx = ?2 AND sink = ?3 AND outcome < ?4";
  private static final String INSERT =
      "INSERT INTO account (session, idx, sink, outcome, why, hour, expires) VALUES (?1, ?2, ?3, ?4,"
          + " ?5, ?6, CASE WHEN EXISTS (SELECT 1 FROM event WHERE session = ?1 AND idx = ?2)"
          + " THEN NULL ELSE ?7 END) ON CONFLICT DO NOTHING";

  private final Connection connection;
  private final String sink;
  private final long now;
  private final boolean behindTheFeed;

  private Notes(Connection connection, String sink, long now, boolean behindTheFeed) {
    this.connection = connection;
    this.sink = sink;
    this.now = now;
    this.behindTheFeed = behindTheFeed;
  }

  static Notes of(Connection connection, String sink, long now) {
    return new Notes(connection, sink, now, false);
  }

  /// What the feed has passed is delivered unless something else is noted.
  static Notes behindTheFeed(Connection connection, String sink, long now) {
    return new Notes(connection, sink, now, true);
  }

  int add(List<Settled> settled) throws SQLException {
    try (PreparedStatement better = connection.prepareStatement(BETTER);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Settled one : settled) {
        bind(better, one);
        better.executeUpdate();
        if (!behindTheFeed || one.outcome() != Outcome.DELIVERED) {
          bind(insert, one);
          insert.setLong(6, one.hour().getEpochSecond());
          insert.setLong(7, now + KEPT.toSeconds());
          insert.executeUpdate();
        }
      }
    }
    return settled.size();
  }

  private void bind(PreparedStatement statement, Settled one) throws SQLException {
    statement.setString(1, one.key().session());
    statement.setLong(2, one.key().index());
    statement.setString(3, sink);
    statement.setInt(4, one.outcome().rank());
    statement.setString(5, one.why());
  }
}
