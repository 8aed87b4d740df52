package io.tapevault.disk.sqlite;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.Reading;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that appends, and says so after each batch, is killed in the middle of it.
final class KillTest {

  private static final int BATCH = 20;
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);

  @TempDir private Path folder;

  @Test
  void what_was_answered_for_is_there_after_a_kill_and_batches_are_whole() throws Exception {
    Path file = folder.resolve("db");
    int acknowledged = 0;
    for (int kill = 0; kill < 2; kill++) {
      acknowledged = appendUntilKilled(file, acknowledged + 15);
      try (SqliteDatabase database = SqliteDatabase.open(file, CLOCK, Retention.DEFAULT)) {
        List<StoredEvent> stored = Reading.all(database.log());
        assertTrue(
            stored.size() >= acknowledged * BATCH,
            stored.size() + " of " + acknowledged * BATCH + " are there");
        assertEquals(0, stored.size() % BATCH, "half of a batch is there");
        List<AuditEvent> sent =
            IntStream.range(0, stored.size() / BATCH)
                .boxed()
                .flatMap(i -> batch(i).stream())
                .toList();
        assertEquals(Events.stored(sent), stored);
        assertEquals(
            stored,
            Events.canonical(
                database.feed().pending("siem", 100_000).stream()
                    .map(entry -> entry.event())
                    .toList()));
      }
    }
  }

  /// The number of batches that were answered for, at least so many.
  private static int appendUntilKilled(Path file, int atLeast) throws Exception {
    Process appender =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int acknowledged = 0;
    try (BufferedReader answers = appender.inputReader()) {
      String answer;
      while ((answer = answers.readLine()) != null) {
        acknowledged = Integer.parseInt(answer);
        if (acknowledged == atLeast) {
          assertOpenElsewhere(file);
          // Unlike the process's own method, this leaves the pipe open: what is in it was answered
          // for.
          appender.toHandle().destroyForcibly();
        }
      }
    }
    assertTrue(acknowledged >= atLeast, "the appender ended by itself after " + acknowledged);
    assertEquals(137, appender.waitFor());
    return acknowledged;
  }

  private static void assertOpenElsewhere(Path file) {
    String message =
        assertThrows(
                IllegalStateException.class,
                () -> SqliteDatabase.open(file, CLOCK, Retention.DEFAULT).close())
            .toString();
    assertTrue(message.endsWith("is open in another process"), message);
  }

  static List<AuditEvent> batch(int number) {
    return IntStream.range(0, BATCH)
        .mapToObj(i -> Events.login(number * BATCH + i, NOON.plusMillis(number * BATCH + i)))
        .toList();
  }

  /// Appends batch after batch and prints how many were answered for.
  static final class Appender {
    private Appender() {}

    public static void main(String[] args) {
      try (SqliteDatabase database =
          SqliteDatabase.open(Path.of(args[0]), CLOCK, Retention.DEFAULT)) {
        for (int batch = 0; ; batch++) {
          database.log().append(batch(batch));
          System.out.println(batch + 1);
        }
      }
    }
  }
}
