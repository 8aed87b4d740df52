package io.tapevault.disk.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Cursor;
import io.tapevault.event.Parking;
import io.tapevault.event.Position;
import io.tapevault.event.Refused;
import io.tapevault.event.Refused.Reason;
import io.tapevault.event.Sha256;
import io.tapevault.settings.Retention;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is parked, in a SQLite file.
final class SqliteParking implements Parking {

  private static final String INSERT =
      "INSERT INTO parked (day, reason, sha256, detail, uid, expires, bytes, place, door)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (day, reason, sha256) DO NOTHING";

  private final Connections connections;
  private final InstantSource clock;
  private final Retention retention;

  SqliteParking(Connections connections, InstantSource clock, Retention retention) {
    this.connections = connections;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public void park(List<Refused> refused) {
    if (!refused.isEmpty()) {
      connections.write("park what was refused", connection -> park(refused, connection));
    }
  }

  private int park(List<Refused> refused, Connection connection) throws SQLException {
    Instant now = clock.instant();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, LocalDate.ofInstant(now, ZoneOffset.UTC).toString());
      insert.setLong(6, Expiry.of(retention, now));
      int parked = 0;
      for (Refused one : refused) {
        byte[] bytes = new byte[one.bytes().remaining()];
        one.bytes().duplicate().get(bytes);
        insert.setString(2, one.reason().name());
        insert.setString(3, Sha256.of(one.detail().getBytes(UTF_8), new byte[1], bytes));
        insert.setString(4, one.detail());
        insert.setString(5, one.uid());
        insert.setBytes(7, bytes);
        insert.setString(8, one.place() == null ? null : new Cursor(one.place()).encoded());
        insert.setString(9, one.door());
        parked += insert.executeUpdate();
      }
      return parked;
    }
  }

  @Override
  public List<Refused> parked(LocalDate day, int limit) {
    List<Refused> parked = new ArrayList<>();
    read(
        day,
        one -> {
          if (parked.size() < limit) {
            parked.add(one);
          }
          return parked.size() < limit;
        });
    return parked;
  }

  @Override
  public Optional<Refused> find(LocalDate day, String id) {
    AtomicReference<@Nullable Refused> found = new AtomicReference<>();
    read(
        day,
        one -> {
          if (one.id().equals(id)) {
            found.set(one);
          }
          return found.get() == null;
        });
    return Optional.ofNullable(found.get());
  }

  private static @Nullable Position place(@Nullable String text) {
    return text == null ? null : Cursor.decode(text).map(Cursor::position).orElse(null);
  }

  /// One after the other, as long as more are wanted.
  private void read(LocalDate day, Predicate<Refused> goesOn) {
    String sql =
        "SELECT reason, detail, uid, bytes, place, door FROM parked WHERE day = ? AND expires > ?";
    connections.read(
        "read what is parked",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, day.toString());
            select.setLong(2, Expiry.now(clock));
            try (ResultSet rows = select.executeQuery()) {
              boolean more = true;
              while (more && rows.next()) {
                ByteBuffer bytes = ByteBuffer.wrap(rows.getBytes(4)).asReadOnlyBuffer();
                more =
                    goesOn.test(
                        new Refused(
                            Reason.valueOf(rows.getString(1)),
                            rows.getString(2),
                            rows.getString(3),
                            bytes,
                            place(rows.getString(5)),
                            rows.getString(6)));
              }
              return more;
            }
          }
        });
  }
}
