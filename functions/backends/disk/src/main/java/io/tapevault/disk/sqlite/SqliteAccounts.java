package io.tapevault.disk.sqlite;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.AccountPage;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Accounts in a SQLite file. How far a SIEM has come in the order of storing says most; only what
/// is not delivered, or was delivered out of order, has a row.
final class SqliteAccounts implements Accounts {

  private static final String HAD = "coalesce((SELECT sequence FROM delivered WHERE sink = ?1), 0)";
  private static final String BEGAN = "coalesce((SELECT began FROM delivered WHERE sink = ?1), 0)";
  private static final String HOURS =
      "SELECT e.seconds - ((e.seconds % 3600) + 3600) % 3600 AS hour,"
          + " coalesce(a.outcome, CASE WHEN e.sequence <= "
          + BEGAN
          + " THEN ?5 WHEN e.sequence <= "
          + HAD
          + " THEN ?4 END) AS outcome, a.why AS why, count(*) AS events FROM event e"
          + " LEFT JOIN account a ON a.session = e.session AND a.idx = e.idx AND a.sink = ?1"
          + " WHERE e.seconds >= ?2 AND e.seconds < ?3 GROUP BY 1, 2, 3"
          + " UNION ALL SELECT a.hour, a.outcome, a.why, count(*) FROM account a"
          + " WHERE a.sink = ?1 AND a.hour >= ?2 AND a.hour < ?3 AND NOT EXISTS"
          + " (SELECT 1 FROM event e WHERE e.session = a.session AND e.idx = a.idx) GROUP BY 1, 2, 3";
  private static final String SETTLED =
      "SELECT EXISTS (SELECT 1 FROM account WHERE session = ?2 AND idx = ?3 AND sink = ?1)"
          + " OR EXISTS (SELECT 1 FROM event WHERE session = ?2 AND idx = ?3 AND sequence <= "
          + HAD
          + ")";

  private final Connections connections;
  private final InstantSource clock;

  SqliteAccounts(Connections connections, InstantSource clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public void note(String sink, List<Settled> settled) {
    if (!settled.isEmpty()) {
      connections.write(
          "note what " + sink + " has had",
          connection -> Notes.of(connection, sink, Expiry.now(clock)).add(settled));
    }
  }

  @Override
  public AccountPage read(String sink, Instant from, Instant to) {
    Map<Long, Account.Counted> hours = new TreeMap<>();
    connections.read(
        "count what " + sink + " has had",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(HOURS)) {
            select.setString(1, sink);
            select.setLong(2, Settled.hour(from).getEpochSecond());
            select.setLong(3, firstHourFrom(to));
            select.setInt(4, Outcome.DELIVERED.rank());
            select.setInt(5, Outcome.EXCLUDED.rank());
            return count(select, hours);
          }
        });
    return new AccountPage(
        hours.entrySet().stream()
            .map(hour -> hour.getValue().account(Instant.ofEpochSecond(hour.getKey())))
            .toList(),
        null);
  }

  /// An hour that begins before `to` is counted to its end.
  private static long firstHourFrom(Instant to) {
    Instant hour = Settled.hour(to);
    return hour.isBefore(to) ? hour.getEpochSecond() + 3600 : hour.getEpochSecond();
  }

  private static int count(PreparedStatement select, Map<Long, Account.Counted> hours)
      throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Account.Counted hour =
            hours.computeIfAbsent(rows.getLong("hour"), none -> new Account.Counted());
        int outcome = rows.getInt("outcome");
        if (rows.wasNull()) {
          hour.waiting(rows.getLong("events"));
        } else {
          String why = rows.getString("why");
          long events = rows.getLong("events");
          Outcome.of(outcome)
              .ifPresent(known -> hour.settled(known, why == null ? "" : why, events));
        }
      }
      return hours.size();
    }
  }

  @Override
  public Predicate<EventKey> settled(String sink, Instant hour) {
    return key ->
        connections.read(
            "find what " + sink + " has had",
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(SETTLED)) {
                select.setString(1, sink);
                select.setString(2, key.session());
                select.setLong(3, key.index());
                try (ResultSet row = select.executeQuery()) {
                  return row.getBoolean(1);
                }
              }
            });
  }
}
