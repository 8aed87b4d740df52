package io.tapevault.disk.sqlite;

import io.tapevault.event.EventPage;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Begin;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.forwarding.accounts.Settled;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The events in the order of storing. There is one writer, so that no event comes to light behind
/// one of a higher sequence.
final class SqliteEventFeed implements EventFeed {

  private static final String PENDING =
      "SELECT "
          + EventRow.COLUMNS
          + ", sequence FROM event"
          + " WHERE sequence > coalesce((SELECT sequence FROM delivered WHERE sink = ?), 0)"
          + " ORDER BY sequence LIMIT ?";

  private static final String WAITING =
      "SELECT count(*) FROM event"
          + " WHERE sequence > coalesce((SELECT sequence FROM delivered WHERE sink = ?), 0)";

  private static final String DONE =
      "INSERT INTO delivered (sink, sequence) VALUES (?, ?)"
          + " ON CONFLICT (sink) DO UPDATE SET sequence = max(sequence, excluded.sequence)";

  private static final String LAST = "(SELECT coalesce(max(sequence), 0) FROM event)";

  private static final String BEFORE =
      "coalesce((SELECT min(sequence) - 1 FROM event"
          + " WHERE seconds > ? OR (seconds = ? AND nanos >= ?)), "
          + LAST
          + ")";

  private final Connections connections;
  private final InstantSource clock;

  SqliteEventFeed(Connections connections, InstantSource clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public void begin(String sink, Begin from) {
    String before =
        switch (from) {
          case Begin.Oldest oldest -> "0";
          case Begin.Now now -> LAST;
          case Begin.At at -> BEFORE;
        };
    String begin =
        "INSERT INTO delivered (sink, sequence) VALUES (?, "
            + before
            + ") ON CONFLICT (sink) DO NOTHING";
    connections.write(
        "note where " + sink + " begins",
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(begin)) {
            insert.setString(1, sink);
            if (from instanceof Begin.At at) {
              Instant time = at.time();
              long seconds = time.getEpochSecond();
              int nanos = time.getNano();
              insert.setLong(2, seconds);
              insert.setLong(3, seconds);
              insert.setInt(4, nanos);
            }
            return insert.executeUpdate() == 1 ? began(connection, sink) : 0;
          }
        });
  }

  private static int began(Connection connection, String sink) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE delivered SET began = sequence WHERE sink = ?")) {
      update.setString(1, sink);
      return update.executeUpdate();
    }
  }

  @Override
  public List<Entry> pending(String sink, int limit) {
    return connections.read(
        "read what " + sink + " has not had",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(PENDING)) {
            select.setString(1, sink);
            select.setInt(2, limit);
            return entries(select);
          }
        });
  }

  // As much as a page holds, so that large events do not fill the heap.
  private static List<Entry> entries(PreparedStatement select) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    long characters = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (characters < EventPage.MAX_BYTES && rows.next()) {
        StoredEvent event = EventRow.read(rows);
        characters += event.event().json().length();
        entries.add(new Entry(rows.getLong("sequence"), event));
      }
    }
    return entries;
  }

  @Override
  public long waiting(String sink) {
    return connections.read(
        "count what " + sink + " has not had",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(WAITING)) {
            select.setString(1, sink);
            try (ResultSet row = select.executeQuery()) {
              return row.getLong(1);
            }
          }
        });
  }

  @Override
  public void done(String sink, long sequence, List<Settled> settled) {
    connections.write(
        "note what " + sink + " has had",
        connection -> {
          try (PreparedStatement upsert = connection.prepareStatement(DONE)) {
            upsert.setString(1, sink);
            upsert.setLong(2, sequence);
            upsert.executeUpdate();
            return Notes.behindTheFeed(connection, sink, Expiry.now(clock)).add(settled);
          }
        });
  }
}
