package io.tapevault.disk.sqlite;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Histogram;
import io.tapevault.event.PageBuffer;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.settings.Retention;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The events in a SQLite file. A batch is appended whole or not at all.
final class SqliteEventLog implements EventLog {

  // As long as a search on AWS may take.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Connections connections;
  private final InstantSource clock;
  private final Retention retention;

  SqliteEventLog(Connections connections, InstantSource clock, Retention retention) {
    this.connections = connections;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public List<Appended> append(List<AuditEvent> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    return connections.write(
        "append events",
        connection -> {
          try (Inserts inserts = new Inserts(connection, clock.instant(), retention)) {
            List<Appended> answers = new ArrayList<>(events.size());
            for (AuditEvent event : events) {
              answers.add(inserts.place(event));
            }
            return answers;
          }
        });
  }

  @Override
  public EventPage search(EventQuery query, @Nullable Position after, int limit) {
    PageBuffer page = PageBuffer.by(PageBuffer.byTime(query.order()), limit);
    return connections.read(
        "search events",
        connection -> {
          try (PreparedStatement select =
              Search.of(query, after).prepare(connection, Expiry.now(clock), limit)) {
            return query.wantsAll() ? fill(page, select) : choose(query, page, select);
          }
        });
  }

  @Override
  public EventPage session(
      String session, EventQuery.Order order, @Nullable Long after, int limit) {
    PageBuffer page = PageBuffer.by(PageBuffer.byIndex(order), limit);
    String sql =
        "SELECT "
            + EventRow.COLUMNS
            + " FROM event WHERE session = ? AND expires > ?"
            + switch (order) {
              case ASCENDING -> " AND idx > ? ORDER BY idx LIMIT ?";
              case DESCENDING -> " AND idx < ? ORDER BY idx DESC LIMIT ?";
            };
    return connections.read(
        "read a session",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, session);
            select.setLong(2, Expiry.now(clock));
            select.setLong(
                3,
                after != null ? after : order == EventQuery.Order.ASCENDING ? -1 : Long.MAX_VALUE);
            select.setLong(4, limit + 1L);
            return fill(page, select);
          }
        });
  }

  // The rows come in order, and no more of them than a page takes.
  private static EventPage fill(PageBuffer page, PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      while (!page.full() && rows.next()) {
        page.offer(EventRow.read(rows));
      }
    }
    return page.page();
  }

  /// Reads for as long as somebody waits for an answer, and says how far it came.
  private static EventPage choose(EventQuery query, PageBuffer page, PreparedStatement select)
      throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (ResultSet rows = select.executeQuery()) {
      while (!page.full() && rows.next()) {
        StoredEvent row = EventRow.read(rows);
        if (query.wants(row.event())) {
          page.offer(row);
        }
        if (!page.full() && System.nanoTime() - end >= 0) {
          return new EventPage(page.page().events(), true, row.position());
        }
      }
    }
    return page.page();
  }

  @Override
  public Histogram histogram(EventQuery query, Duration step) {
    return connections.read(
        "count events",
        connection -> new Counting(query, step, Expiry.now(clock)).in(connection, PATIENCE));
  }

  @Override
  public List<StoredEvent> find(List<EventKey> keys) {
    String sql =
        "SELECT " + EventRow.COLUMNS + " FROM event WHERE session = ? AND idx = ? AND expires > ?";
    long now = Expiry.now(clock);
    return connections.read(
        "find events",
        connection -> {
          List<StoredEvent> found = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (EventKey key : keys) {
              select.setString(1, key.session());
              select.setLong(2, key.index());
              select.setLong(3, now);
              try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                  found.add(EventRow.read(row));
                }
              }
            }
          }
          return found;
        });
  }
}
