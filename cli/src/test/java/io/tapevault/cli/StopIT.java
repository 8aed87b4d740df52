package io.tapevault.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
final class StopIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void a_signal_ends_it_soon_and_cleanly_and_the_data_opens_again(String signal, int status)
      throws Exception {
    String data = folder.resolve("data").toString();
    for (int run = 1; run <= 2; run++) {
      try (Jar local = Jar.start(folder, "local", "--port", "0", "--data", data)) {
        Vault vault = new Vault(local.uri());
        assertEquals(
            1,
            vault
                .post("/v1/events", "{\"event\":\"x\",\"uid\":\"u" + run + "\"}")
                .path("accepted")
                .asInt());
        assertEquals(run, vault.events().size());
        long start = System.nanoTime();
        local.signal(signal);
        assertEquals(status, local.exit());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofSeconds(15)) < 0, took.toString());
        assertEquals("", local.said());
      }
      // SQLite takes its log into the file when it is closed.
      assertTrue(Files.notExists(folder.resolve("data/events.db-wal")));
    }
  }

  @Test
  void a_second_one_on_the_same_data_is_told_so() throws Exception {
    String data = folder.resolve("data").toString();
    try (Jar first = Jar.start(folder, "local", "--port", "0", "--data", data)) {
      first.uri();
      try (Jar second = Jar.start(folder, "local", "--port", "0", "--data", data)) {
        assertEquals(1, second.exit());
        Path database = folder.toRealPath().resolve("data/events.db");
        assertEquals(
            "tapevault: the database " + database + " is open in another process\n", second.said());
      }
    }
  }
}
