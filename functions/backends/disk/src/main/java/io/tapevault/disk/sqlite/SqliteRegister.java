package io.tapevault.disk.sqlite;

import io.tapevault.alarm.Register;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The register in a SQLite file.
final class SqliteRegister implements Register {

  private static final String PUT =
      "INSERT INTO register (subject, name, at, text, expires) VALUES (?1, ?2, ?3, ?4, ?5)"
          + " ON CONFLICT (subject, name) DO UPDATE"
          + " SET at = excluded.at, text = excluded.text, expires = excluded.expires"
          + " WHERE register.at < excluded.at OR register.expires <= ?6";
  private static final String SEEN =
      " WHERE subject = ?1 AND name = ?2 AND at = ?3 AND text = ?4 AND expires > ?6";
  private static final String REPLACE =
      "UPDATE register SET at = ?7, text = ?8, expires = ?5" + SEEN;
  private static final String REMOVE = "DELETE FROM register" + SEEN + " AND ?5 IS NOT NULL";
  private static final String SELECT =
      "SELECT name, at, text FROM register WHERE subject = ?1 AND expires > ?2 AND name ";

  private final Connections connections;
  private final InstantSource clock;

  SqliteRegister(Connections connections, InstantSource clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public boolean put(Subject subject, Entry entry) {
    return write(PUT, subject, entry, null);
  }

  @Override
  public boolean replace(Subject subject, Entry seen, Entry entry) {
    return write(REPLACE, subject, seen, entry);
  }

  @Override
  public boolean remove(Subject subject, Entry seen) {
    return write(REMOVE, subject, seen, null);
  }

  private boolean write(String sql, Subject subject, Entry entry, @Nullable Entry instead) {
    return connections.write(
        "write into the register",
        connection -> {
          try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setString(1, subject.name());
            write.setString(2, entry.name());
            write.setLong(3, entry.at().toEpochMilli());
            write.setString(4, entry.text());
            write.setLong(5, clock.instant().plus(subject.kept()).getEpochSecond());
            write.setLong(6, Expiry.now(clock));
            if (instead != null) {
              write.setLong(7, instead.at().toEpochMilli());
              write.setString(8, instead.text());
            }
            return write.executeUpdate() == 1;
          }
        });
  }

  @Override
  public Optional<Entry> find(Subject subject, String name) {
    return read("= ?3 LIMIT ?4", subject, name, 1).stream().findFirst();
  }

  @Override
  public List<Entry> page(Subject subject, @Nullable String after, int most) {
    return read("> ?3 ORDER BY name LIMIT ?4", subject, after == null ? "" : after, most);
  }

  private List<Entry> read(String which, Subject subject, String name, int most) {
    return connections.read(
        "read the register",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT + which)) {
            select.setString(1, subject.name());
            select.setLong(2, Expiry.now(clock));
            select.setString(3, name);
            select.setInt(4, most);
            return entries(select);
          }
        });
  }

  private static List<Entry> entries(PreparedStatement select) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        entries.add(
            new Entry(rows.getString(1), Instant.ofEpochMilli(rows.getLong(2)), rows.getString(3)));
      }
    }
    return entries;
  }
}
