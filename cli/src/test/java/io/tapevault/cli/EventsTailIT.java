package io.tapevault.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `tapevault events` as it is packaged, against `tapevault local`.
@Timeout(120)
final class EventsTailIT {

  @TempDir private Path folder;

  private static String event(int number, Instant time) {
    return "{\"event\":\"user.login\",\"uid\":\"u" + number + "\",\"time\":\"" + time + "\"}";
  }

  @Test
  void tail_shows_each_event_once_late_ones_too_and_goes_on_when_the_vault_does() throws Exception {
    String data = folder.resolve("data").toString();
    Instant now = Instant.now();
    List<String> all = new ArrayList<>();
    Path tailed = Files.createDirectories(folder.resolve("tail"));
    Jar first = Jar.start(folder, "local", "--port", "0", "--data", data);
    String at = first.uri().toString();
    try (Jar tail =
        Jar.start(
            tailed,
            "events",
            "tail",
            "--vault",
            at,
            "--from",
            "1h",
            "--every",
            "1",
            "--output",
            "ndjson")) {
      Vault vault = new Vault(first.uri());
      for (int i = 0; i < 3; i++) {
        all.add(event(i, now.minusSeconds(30L * i)));
        vault.post("/v1/events", all.getLast());
        tail.await(Pattern.compile(Pattern.quote("\"u" + i + "\"")));
      }
      first.close();
      String port = Integer.toString(port(at));
      try (Jar second = Jar.start(folder, "local", "--port", port, "--data", data)) {
        second.uri();
        all.add(event(3, now.minusSeconds(200)));
        vault.post("/v1/events", all.getLast());
        tail.await(Pattern.compile("\"u3\""));
        assertEquals(all, sent(tail));
        Path exported = Files.createDirectories(folder.resolve("export"));
        try (Jar export = Jar.start(exported, "events", "export", "--vault", at, "--from", "1h")) {
          assertEquals(0, export.exit(), export.said());
          assertEquals(all.reversed(), sent(export));
          assertEquals("", export.said());
        }
      }
    } finally {
      first.close();
    }
  }

  /// Without those that tell who looked.
  private static List<String> sent(Jar printed) throws Exception {
    return printed.printed().lines().filter(line -> !line.contains("audit.search")).toList();
  }

  private static int port(String at) {
    return Integer.parseInt(at.substring(at.lastIndexOf(':') + 1).replace("/", ""));
  }
}
