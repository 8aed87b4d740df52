package io.tapevault.disk.sqlite;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.Placement;
import io.tapevault.event.Placement.Holder;
import io.tapevault.event.StoredEvent;
import io.tapevault.settings.Retention;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Puts events into the table `event`, within one transaction.
final class Inserts implements AutoCloseable {

  private final PreparedStatement insert;
  private final PreparedStatement expired;
  private final PreparedStatement holder;
  private final Instant now;
  private final Retention retention;

  Inserts(Connection connection, Instant now, Retention retention) throws SQLException {
    this.insert = connection.prepareStatement(EventRow.INSERT);
    this.expired =
        connection.prepareStatement(
            "DELETE FROM event WHERE session = ? AND idx = ? AND hash = ? AND expires <= ?");
    this.holder =
        connection.prepareStatement("SELECT uid, hash FROM event WHERE session = ? AND idx = ?");
    this.now = now;
    this.retention = retention;
  }

  Appended place(AuditEvent event) throws SQLException {
    try {
      return Placement.place(event, (key, conflict) -> put(new StoredEvent(key, event, conflict)));
    } catch (Failed e) {
      throw e.cause;
    }
  }

  private Optional<Holder> put(StoredEvent stored) {
    try {
      Instant begin = Retention.begin(now, stored.event().time());
      EventRow.bind(insert, stored, Expiry.of(retention.of(stored.event().type()), begin));
      boolean put = insert.executeUpdate() == 1 || (freed(stored) && insert.executeUpdate() == 1);
      return put ? Optional.empty() : Optional.of(holder(stored.key()));
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  /// Whether the place was held by the same event, which had expired: then it is stored anew, so
  /// that whoever reads what was written later meets it again.
  private boolean freed(StoredEvent stored) throws SQLException {
    expired.setString(1, stored.key().session());
    expired.setLong(2, stored.key().index());
    expired.setString(3, stored.event().hash());
    expired.setLong(4, now.getEpochSecond());
    return expired.executeUpdate() == 1;
  }

  private Holder holder(EventKey key) throws SQLException {
    holder.setString(1, key.session());
    holder.setLong(2, key.index());
    try (ResultSet row = holder.executeQuery()) {
      String uid = row.getString(1);
      String hash = row.getString(2);
      return new Holder(uid != null ? uid : hash, hash);
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    expired.close();
    holder.close();
  }

  /// Carries an exception through [Placement].
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SQLException cause;

    Failed(SQLException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
