package io.tapevault.disk.sqlite;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.contract.Reading;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDatabaseTest {

  private static final Duration SHORT = Duration.ofMillis(200);

  private final MovableClock clock = new MovableClock(NOON);

  @TempDir private Path folder;

  @Test
  void everything_is_there_after_reopening() {
    Path file = folder.resolve("a b?c#d%20e é").resolve("events?.db");
    AuditEvent event = login(1, NOON);
    Refused refused =
        new Refused(Refused.Reason.NOT_JSON, "why", null, ByteBuffer.wrap(new byte[] {1}));
    try (SqliteDatabase database = open(file)) {
      database.log().append(List.of(event, login(2, NOON)));
      database.parking().park(List.of(refused));
      database.feed().done("siem", 1, List.of());
    }
    assertTrue(Files.exists(file));
    try (SqliteDatabase database = open(file)) {
      assertEquals(
          List.of(new Appended.AlreadyThere(event.key())), database.log().append(List.of(event)));
      assertEquals(List.of(refused), database.parking().parked(LocalDate.parse("2026-03-01"), 10));
      assertEquals(
          Events.stored(List.of(login(2, NOON))),
          Events.canonical(
              database.feed().pending("siem", 10).stream().map(entry -> entry.event()).toList()));
    }
  }

  @Test
  void an_event_comes_back_in_the_very_text_that_it_came_in() {
    AuditEvent event =
        Events.event(
            "{ \"event\":\"a\",\n"
                + "\t\"n\":1.0e0 , \"time\":\"2026-03-01T13:00:00+01:00\",\"uid\":\"\\u0061\"}");
    try (SqliteDatabase database = open(folder.resolve("db"))) {
      database.log().append(List.of(event));
      assertEquals(
          List.of(new StoredEvent(event.key(), event, false)),
          database.log().find(List.of(event.key())));
    }
  }

  @Test
  void all_of_time_is_in_one_window() {
    List<AuditEvent> events =
        List.of(
            login(1, Instant.parse("0001-01-01T00:00:00Z")),
            login(2, Instant.parse("1969-12-31T23:59:59.999999999Z")),
            login(3, NOON),
            login(4, Instant.parse("9999-12-31T23:59:59.999999999Z")));
    try (SqliteDatabase database = open(folder.resolve("db"))) {
      database.log().append(events);
      EventQuery ever =
          new EventQuery(Instant.MIN, Instant.MAX, Set.of(), EventQuery.Order.ASCENDING);
      assertEquals(Events.stored(events), Reading.all(database.log(), ever, 1));
    }
  }

  @Test
  void only_the_owner_may_read_it() throws Exception {
    Path file = folder.resolve("db");
    assumeTrue(
        Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");
    try (SqliteDatabase database = open(file)) {
      database.log().append(List.of(login(1, NOON)));
      for (String name : List.of("db", "db-wal", "db-shm")) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))));
      }
    }
  }

  @Test
  void every_commit_is_synced() {
    try (SqliteDatabase database = open(folder.resolve("db"))) {
      assertEquals("2", pragma(database, "synchronous"));
      assertEquals("wal", pragma(database, "journal_mode"));
    }
  }

  @Test
  void a_search_reads_no_more_rows_than_it_answers() {
    try (SqliteDatabase database = open(folder.resolve("db"))) {
      for (EventQuery.Order order : EventQuery.Order.values()) {
        for (Set<String> types : List.of(Set.<String>of(), Set.of("a"), Set.of("a", "b", "c"))) {
          Search search = Search.of(new EventQuery(NOON, NOON.plusSeconds(1), types, order), null);
          String plan = plan(database, search.sql());
          assertTrue(!plan.contains("TEMP B-TREE") && !plan.contains("SCAN"), plan);
          assertTrue(
              plan.contains("(seconds,nanos,session,idx)>")
                  || plan.contains("(seconds,nanos,session,idx)<"),
              plan);
        }
      }
    }
  }

  @Test
  void a_full_disk_is_unavailable_and_leaves_nothing_behind() {
    try (SqliteDatabase database = open(folder.resolve("db"))) {
      database.log().append(List.of(login(1, NOON)));
      execute(database, "PRAGMA max_page_count = 100");
      List<AuditEvent> batch = List.of(login(2, NOON), Events.query(1, NOON, 1_000_000));
      assertThrows(Unavailable.class, () -> database.log().append(batch));
      assertEquals(Events.stored(List.of(login(1, NOON))), Reading.all(database.log()));
      execute(database, "PRAGMA max_page_count = 1000000");
      assertEquals(2, database.log().append(batch).size());
    }
  }

  @Test
  void what_fails_in_the_middle_leaves_nothing_and_does_not_hinder_the_next() {
    try (SqliteDatabase database = open(folder.resolve("db"))) {
      database.log().append(List.of(login(1, NOON)));
      assertThrows(
          IllegalStateException.class,
          () ->
              database
                  .connections()
                  .write(
                      "fail",
                      connection -> {
                        try (Statement statement = connection.createStatement()) {
                          statement.executeUpdate("DELETE FROM event");
                          throw new SQLException("in the middle");
                        }
                      }));
      assertEquals(Events.stored(List.of(login(1, NOON))), Reading.all(database.log()));
      assertEquals(1, database.log().append(List.of(login(2, NOON))).size());
    }
  }

  @Test
  void a_database_that_is_busy_for_long_is_unavailable() throws SQLException {
    Path file = folder.resolve("db");
    try (SqliteDatabase database = SqliteDatabase.open(file, clock, Retention.DEFAULT, SHORT);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThrows(Unavailable.class, () -> database.log().append(List.of(login(1, NOON))));
      assertEquals(List.of(), Reading.all(database.log()));
      statement.execute("ROLLBACK");
      assertEquals(1, database.log().append(List.of(login(1, NOON))).size());
    }
  }

  @Test
  void a_closed_database_is_unavailable() {
    SqliteDatabase database = open(folder.resolve("db"));
    database.close();
    assertThrows(Unavailable.class, () -> database.log().append(List.of(login(1, NOON))));
    assertThrows(Unavailable.class, () -> Reading.all(database.log()));
  }

  @Test
  void a_damaged_table_is_an_error_and_not_an_empty_page() {
    try (SqliteDatabase database = open(folder.resolve("db"))) {
      execute(database, "DROP TABLE event");
      assertThrows(IllegalStateException.class, () -> Reading.all(database.log()));
      assertThrows(
          IllegalStateException.class, () -> database.log().append(List.of(login(1, NOON))));
    }
  }

  @Test
  void what_cannot_be_opened_is_refused_with_a_sentence() throws Exception {
    Path noDatabase =
        Files.writeString(folder.resolve("text.db"), "not a database ".repeat(1000), UTF_8);
    assertRefused(noDatabase, "not a database");
    assertEquals("not a database ".repeat(1000), Files.readString(noDatabase));

    assertRefused(Files.createDirectory(folder.resolve("folder.db")), "it is a folder");
    assertRefused(noDatabase.resolve("db"), "the folder of the database");

    Path foreign = folder.resolve("foreign.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + foreign);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE event (id)");
    }
    assertRefused(foreign, "a database of another program");

    Path later = folder.resolve("later.db");
    try (SqliteDatabase database = open(later)) {
      execute(database, "PRAGMA user_version = 99");
    }
    assertRefused(later, "a later version of Tapevault (its schema is 99, this one knows 11)");
  }

  @Test
  void a_folder_that_may_not_be_written_is_refused_with_a_sentence() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assertTrue(closed.toFile().setWritable(false));
    assumeFalse(Files.isWritable(closed), "this user may write anywhere");
    assertRefused(closed.resolve("db"), "the folder of the database");
    assertRefused(closed.resolve("folder").resolve("db"), "the folder of the database");
  }

  @Test
  void a_database_is_open_once() {
    Path file = folder.resolve("db");
    try (SqliteDatabase first = open(file)) {
      assertRefused(file, "is open in this process already");
      assertRefused(folder.resolve(".").resolve("db"), "is open in this process already");
      assertEquals(List.of(), Reading.all(first.log()));
    }
    open(file).close();
  }

  private SqliteDatabase open(Path file) {
    return SqliteDatabase.open(file, clock, Retention.DEFAULT);
  }

  private void assertRefused(Path file, String why) {
    String message = assertThrows(IllegalStateException.class, () -> open(file).close()).toString();
    assertTrue(message.contains(why) && message.contains(file.getFileName().toString()), message);
  }

  private static String plan(SqliteDatabase database, String sql) {
    return database
        .connections()
        .read(
            "explain",
            connection -> {
              StringBuilder plan = new StringBuilder();
              try (Statement statement = connection.createStatement();
                  ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
                while (rows.next()) {
                  plan.append(rows.getString("detail")).append('\n');
                }
              }
              return plan.toString();
            });
  }

  private static String pragma(SqliteDatabase database, String name) {
    return database
        .connections()
        .write(
            "look",
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery("PRAGMA " + name)) {
                return row.getString(1);
              }
            });
  }

  private static void execute(SqliteDatabase database, String sql) {
    database
        .connections()
        .write(
            "prepare a test",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
              }
            });
  }
}
