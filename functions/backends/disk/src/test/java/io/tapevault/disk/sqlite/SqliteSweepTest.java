package io.tapevault.disk.sqlite;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.catalogue.Listed;
import io.tapevault.catalogue.Listed.Kind;
import io.tapevault.disk.sqlite.SqliteDatabase.Swept;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.Refused;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.session.Session;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.contract.Reading;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a sweep deletes, and what it leaves.
final class SqliteSweepTest {

  private final MovableClock clock = new MovableClock(NOON);

  @TempDir private Path folder;

  @Test
  void what_waits_for_a_siem_stays_longer_and_is_counted_as_lost_when_it_goes() {
    try (SqliteDatabase database = open()) {
      EventLog log = database.log();
      log.append(IntStream.range(0, 1200).mapToObj(i -> login(i, NOON)).toList());
      Set<String> siems = Set.of("slow", "fast");
      database.feed().done("slow", 200, List.of());
      database.feed().done("fast", 1200, List.of());
      clock.move(Duration.ofDays(365));
      assertEquals(swept(0), database.sweep(siems));
      clock.move(Duration.ofDays(7));
      assertEquals(swept(200), database.sweep(siems));
      assertEquals(1000, database.feed().pending("slow", 2000).size());
      assertEquals(List.of(), Reading.all(log), "what has expired is not read any more");
      clock.move(Duration.ofDays(22));
      assertEquals(swept(0), database.sweep(siems));
      clock.move(Duration.ofDays(1));
      assertEquals(new Swept(1000, Map.of("slow", 1000L)), database.sweep(siems));
      assertEquals(0, database.feed().waiting("slow"));
      Account lost = hours(database, "slow").getFirst();
      assertEquals(
          List.of(1000L, Map.of("it expired before it was delivered", 1000L)),
          List.of(lost.stored(), lost.lost()));
      assertEquals(List.of(), hours(database, "fast"));
      clock.move(Duration.ofDays(30));
      database.sweep(siems);
      assertEquals(List.of(), hours(database, "slow"), "nobody asks after so long");
    }
  }

  @Test
  void what_is_listed_goes_with_who_took_part_when_it_has_expired() {
    try (SqliteDatabase database = open()) {
      List<String> two = List.of("a", "b");
      Session told = new Session("a", "", "", "", "", NOON, null, two, false, false);
      for (int i = 0; i < 700; i++) {
        database.catalogue().put(new Listed("old" + i, NOON, Kind.SSH, told, List.of()), 0);
      }
      clock.move(Duration.ofDays(1));
      database.catalogue().put(new Listed("new", NOON, Kind.SSH, told, List.of()), 0);
      clock.move(Duration.ofDays(364));
      assertEquals(swept(0), database.sweep(Set.of()));
      assertEquals(
          List.of(1L, 2L), List.of(rows(database, "listed"), rows(database, "participant")));
    }
  }

  private static List<Account> hours(SqliteDatabase database, String siem) {
    return database.accounts().read(siem, NOON, NOON.plusSeconds(1)).hours();
  }

  @Test
  void a_siem_that_is_no_more_keeps_nothing() {
    try (SqliteDatabase database = open()) {
      database.log().append(List.of(login(1, NOON)));
      database.feed().done("gone", 0, List.of());
      clock.move(Duration.ofDays(366));
      assertEquals(swept(0), database.sweep(Set.of()));
      clock.move(Duration.ofDays(7));
      assertEquals(swept(1), database.sweep(Set.of()));
    }
  }

  @Test
  void a_sweep_deletes_what_has_expired_and_nothing_else() {
    try (SqliteDatabase database = open()) {
      EventLog log = database.log();
      log.append(IntStream.range(0, 1200).mapToObj(i -> login(i, NOON)).toList());
      database
          .parking()
          .park(List.of(new Refused(Refused.Reason.NOT_JSON, "", null, ByteBuffer.allocate(3))));
      clock.move(Duration.ofDays(8));
      List<AuditEvent> later = List.of(login(2000, NOON));
      log.append(later);
      database.feed().done("siem", 1201, List.of());
      assertEquals(swept(0), database.sweep(Set.of("siem")));
      clock.move(Duration.ofDays(357));
      assertEquals(swept(0), database.sweep(Set.of("siem")));
      clock.move(Duration.ofDays(7));
      assertEquals(swept(1200), database.sweep(Set.of("siem")));
      assertEquals(swept(0), database.sweep(Set.of("siem")));
      assertEquals(Events.stored(later), Reading.all(log));
      assertEquals(1, rows(database, "event"));
      assertEquals(0, rows(database, "parked"));
      clock.move(Duration.ofDays(1));
      assertEquals(swept(0), database.sweep(Set.of("siem")));
      clock.move(Duration.ofDays(7));
      assertEquals(swept(1), database.sweep(Set.of("siem")));
      log.append(later);
      assertEquals(
          1,
          database.feed().pending("siem", 10).size(),
          "a place in the order of storing was given out twice");
    }
  }

  @Test
  void a_sweep_deletes_nothing_for_a_clock_that_is_years_ahead_for_a_while() {
    try (SqliteDatabase database = open()) {
      List<AuditEvent> events = IntStream.range(0, 20).mapToObj(i -> login(i, NOON)).toList();
      database.log().append(events);
      clock.move(Duration.ofDays(3650));
      assertEquals(swept(0), database.sweep(Set.of()));
      clock.move(Duration.ofDays(6));
      assertEquals(swept(0), database.sweep(Set.of()));
      clock.move(Duration.ofDays(-3656));
      assertEquals(swept(0), database.sweep(Set.of()));
      assertEquals(20, Reading.all(database.log()).size());
      clock.move(Duration.ofDays(3650));
      assertEquals(swept(0), database.sweep(Set.of()), "the doubt begins anew");
    }
  }

  @Test
  void what_expires_little_by_little_is_deleted_at_once() {
    try (SqliteDatabase database = open()) {
      database.log().append(List.of(login(0, NOON), login(1, NOON)));
      clock.move(Duration.ofDays(1));
      database.log().append(IntStream.range(2, 20).mapToObj(i -> login(i, NOON)).toList());
      clock.move(Duration.ofDays(364));
      assertEquals(swept(2), database.sweep(Set.of()));
    }
  }

  private SqliteDatabase open() {
    return SqliteDatabase.open(folder.resolve("db"), clock, Retention.DEFAULT);
  }

  private static Swept swept(long events) {
    return new Swept(events, Map.of());
  }

  private static long rows(SqliteDatabase database, String table) {
    return database
        .connections()
        .read(
            "count",
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                return row.getLong(1);
              }
            });
  }
}
