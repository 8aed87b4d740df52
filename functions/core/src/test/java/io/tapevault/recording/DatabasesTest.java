package io.tapevault.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.RecordedEvent.Origin;
import io.tapevault.recording.RecordingSummary.Command;
import io.tapevault.recording.RecordingSummary.Doings;
import io.tapevault.recording.RecordingSummary.Idle;
import io.tapevault.session.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Recordings that Teleport's own published types have encoded: of a database, and of a shell with
/// somebody who joined.
final class DatabasesTest {

  private static final Path FOLDER = Samples.FOLDER.resolveSibling("databases");

  private final ByteArrayOutputStream cast = new ByteArrayOutputStream();

  private RecordingSummary read(String name) throws IOException {
    return Recordings.toAsciicast(Samples.source(FOLDER.resolve(name)), cast);
  }

  @Test
  void a_session_of_a_database_is_read_as_questions_and_answers() throws IOException {
    RecordingSummary summary = read("8f0e2a61-6a53-4c1a-9c57-2f1b7c6f3d01.database.tar");
    assertEquals(Verdict.WHOLE, summary.verdict());
    StringBuilder text = new StringBuilder();
    List<String> lines = cast.toString(UTF_8).lines().toList();
    for (String line : lines.subList(1, lines.size())) {
      List<?> event = (List<?>) Samples.json(line);
      text.append(event.get(1).equals("o") ? event.get(2) : "");
    }
    assertEquals(
        """
        connected to shop (postgres) at shop-postgres as analyst
        shop> SELECT name, price FROM items
        WHERE name LIKE $1    ORDER BY price DESC
          $1 = %käse%
          done: 3 records
        shop> SELECT amount FROM salaries -- \\u001b]0;owned\\u0007\\u001b[2J\\u202e你好
          failed: ERROR: permission denied for table salaries (SQLSTATE 42501)
        shop> (postgres.statements.parse statement_name=s1) UPDATE items SET price = $1 WHERE id = $2
        shop> (postgres.statements.bind portal_name=p1 statement_name=s1)
          $1 = 9.99
          $2 = 17
        shop> (postgres.statements.execute portal_name=p1)
        shop> (mysql.statements.prepare) DELETE FROM carts WHERE id = ?
        shop> (mysql.statements.execute statement_id=1)
          $1 = 42
        shop> (sqlserver.rpc_request proc_name=sp_who)
          $1 = 'sa'
        shop> (postgres.function function_oid=1215)
          $1 = a
          $2 = b
        disconnected
        """,
        text.toString().replace("\r", ""));
    assertTrue(
        lines.get(1).matches("\\[0\\.000,\"m\",\"there is no terminal in it.*"), lines::toString);
    assertTrue(lines.get(3).startsWith("[2.000,\"o\""), lines::toString);
    assertTrue(lines.getFirst().contains("oskar@example.org as analyst@shop-postgres"));
  }

  @Test
  void the_summary_tells_who_asked_what_and_when_nothing_was_asked() throws IOException {
    RecordingSummary summary = read("8f0e2a61-6a53-4c1a-9c57-2f1b7c6f3d01.database.tar");
    assertEquals(
        new Origin(
            "8f0e2a61-6a53-4c1a-9c57-2f1b7c6f3d01",
            "oskar@example.org",
            "analyst",
            "shop-postgres"),
        summary.origin());
    Doings doings = summary.doings();
    assertTrue(doings.isDialogue());
    assertEquals(List.of("oskar@example.org"), doings.participants());
    assertEquals(
        new Command(50_000, "UPDATE items SET price = $1 WHERE id = $2"), doings.commands().get(2));
    assertEquals(4, doings.commands().size());
    assertEquals(List.of(new Idle(2_250, 40_000)), doings.idle());
    assertTrue(summary.span().ended());
    assertEquals(60_000, summary.span().millis());
  }

  @Test
  void who_joined_what_ran_and_when_nothing_happened_is_in_the_summary() throws IOException {
    RecordingSummary summary = read("8f0e2a61-6a53-4c1a-9c57-2f1b7c6f3d02.commands.tar");
    assertEquals(
        new Doings(
            List.of("alice@example.org", "oskar@example.org", "zoë@example.org"),
            List.of(
                new Command(6_000, "/usr/bin/curl -sS https://example.org/a b"),
                new Command(92_000, "uptime")),
            List.of(new Idle(1_000, 91_000), new Idle(91_000, 101_000)),
            100_000,
            false),
        summary.doings());
    assertFalse(cast.toString(UTF_8).contains("uptime"));
  }
}
