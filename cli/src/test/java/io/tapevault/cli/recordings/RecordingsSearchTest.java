package io.tapevault.cli.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Ran;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `recordings search`, against a vault.
final class RecordingsSearchTest {

  private static final String SID = "5b1dfa4e-7d2d-4c88-9d1f-0a2c6a1b9e01";

  @TempDir private Path folder;
  private LocalVault vault;

  @BeforeEach
  void start() throws Exception {
    Path data = folder.resolve("data");
    vault = LocalVault.start(LocalConfig.defaults(data), data, 0);
    Path cast = folder.resolve(SID + ".cast");
    // The line would turn the direction of writing, were it not made harmless.
    Files.writeString(
        cast,
        """
        {"version":2,"width":80,"height":24,"timestamp":%d}
        [0.5,"o","$ cat =secret\\r\\n"]
        [1.25,"o","=cmd|' secret \\u202egnp\\r\\n"]
        """
            .formatted(Instant.now().getEpochSecond()));
    assertEquals(0, run("upload", cast.toString()).exit());
    for (int i = 0; i < 200 && !run("search", "secret").out().contains(SID); i++) {
      Thread.sleep(50);
    }
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  private Ran run(String... args) {
    return Ran.of("recordings", vault, args);
  }

  @Test
  void a_line_is_printed_with_its_session_and_its_moment() {
    Ran found = run("search", "SECRET", "cat");
    assertEquals(0, found.exit(), found.err());
    String[] lines = found.out().lines().toArray(String[]::new);
    assertEquals(2, lines.length, found.out());
    assertTrue(lines[1].startsWith(SID), lines[1]);
    assertTrue(lines[1].endsWith("$ cat =secret"), lines[1]);
    assertEquals(1, run("search", "\"secret cat\"").out().lines().count());
  }

  @Test
  void what_stood_on_a_screen_acts_neither_on_a_terminal_nor_on_a_spreadsheet() {
    Ran csv = run("search", "secret gnp", "--output", "csv");
    assertTrue(!csv.out().contains("\u202e"), csv.out());
    assertTrue(csv.out().lines().skip(1).findFirst().orElse("").contains("'=cmd"), csv.out());
    assertTrue(!run("search", "secret").out().contains("\u202e"));
    assertTrue(!run("search", "secret", "--output", "ndjson").out().contains("\u202e"));
  }

  @Test
  void a_file_is_searched_without_a_vault() {
    String file = folder.resolve(SID + ".cast").toString();
    Ran found = run("search", "--file", file, "SECRET");
    assertEquals(0, found.exit(), found.err());
    assertEquals(3, found.out().lines().count(), found.out());
    assertTrue(!found.out().contains("\u202e"), found.out());
    Ran one = run("search", "--file", file, "secret", "--limit", "1", "--output", "ndjson");
    assertEquals(
        "{\"sid\":\"" + SID + ".cast\",\"at\":0.500,\"line\":\"$ cat =secret\"}\n", one.out());
    assertTrue(one.err().contains("there are 1 more"), one.err());
    assertEquals(2, run("search", "--file", file, "secret", "--user", "u").exit());
    Ran none = run("search", "--file", file + "x", "secret");
    assertEquals(1, none.exit());
    assertTrue(none.err().contains("there is no "), none.err());
  }

  @Test
  void where_there_is_more_it_says_so() {
    Ran one = run("search", "secret", "--limit", "1", "--output", "ndjson");
    assertEquals(1, one.out().lines().count(), one.out());
    assertTrue(one.err().contains("there may be more"), one.err());
  }

  @Test
  void what_cannot_be_looked_for_is_said() {
    assertEquals(2, run("search").exit());
    assertEquals(2, run("search", "secret", "--limit", "0").exit());
    Ran none = run("search", "++");
    assertEquals(1, none.exit());
    assertTrue(none.err().contains("holds no word"), none.err());
  }
}
