package io.tapevault.disk.sqlite;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.StoredEvent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of the table `event`.
final class EventRow {

  static final String COLUMNS =
      "session, idx, type, seconds, nanos, uid, outside, ei, hash, conflict, json";

  // The expiry of an event that comes to a held session is kept, and it has none.
  static final String INSERT =
      "INSERT INTO event ("
          + COLUMNS
          + ", expires, kept) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
          + " iif(held, "
          + Expiry.NEVER
          + ", ?12), iif(held, ?12, NULL) FROM (SELECT EXISTS (SELECT 1 FROM hold"
          + " WHERE session = ?1 AND released_at IS NULL) AS held)"
          + " WHERE true ON CONFLICT (session, idx) DO NOTHING";

  private EventRow() {}

  static StoredEvent read(ResultSet row) throws SQLException {
    EventKey key = new EventKey(row.getString(1), row.getLong(2));
    @Nullable String uid = row.getString(6);
    @Nullable String session = row.getBoolean(7) ? null : key.session();
    AuditEvent event =
        new AuditEvent(
            row.getString(11),
            row.getString(3),
            Instant.ofEpochSecond(row.getLong(4), row.getInt(5)),
            uid,
            session,
            row.getLong(8),
            row.getString(9));
    return new StoredEvent(key, event, row.getBoolean(10));
  }

  static void bind(PreparedStatement insert, StoredEvent stored, long expires) throws SQLException {
    AuditEvent event = stored.event();
    Instant time = event.time();
    insert.setString(1, stored.key().session());
    insert.setLong(2, stored.key().index());
    insert.setString(3, event.type());
    insert.setLong(4, time.getEpochSecond());
    insert.setInt(5, time.getNano());
    insert.setString(6, event.uid());
    insert.setBoolean(7, event.session() == null);
    insert.setLong(8, event.index());
    insert.setString(9, event.hash());
    insert.setBoolean(10, stored.conflict());
    insert.setString(11, event.json());
    insert.setLong(12, expires);
  }
}
