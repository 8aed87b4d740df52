package io.tapevault.disk.sqlite;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.Placement;
import io.tapevault.event.Placement.Holder;
import io.tapevault.event.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Puts events into the table `event`, within one transaction.
final class Inserts implements AutoCloseable {

  private final PreparedStatement insert;
  private final PreparedStatement holder;
  private final long expires;

  Inserts(Connection connection, long expires) throws SQLException {
    this.insert = connection.prepareStatement(EventRow.INSERT);
    this.holder =
        connection.prepareStatement("SELECT uid, hash FROM event WHERE session = ? AND idx = ?");
    this.expires = expires;
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
      EventRow.bind(insert, stored, expires);
      return insert.executeUpdate() == 1 ? Optional.empty() : Optional.of(holder(stored.key()));
    } catch (SQLException e) {
      throw new Failed(e);
    }
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
