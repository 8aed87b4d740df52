package io.tapevault.node.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The cases tail-half-line and tail-line-without-end, and other lines.
final class LineCasesTest extends TailTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void tail_half_line() throws Exception {
    Path events = log.resolve("events.log");
    byte[] zoe = "{\"event\":\"x\",\"uid\":\"h\",\"user\":\"Zoë\"}\n".getBytes(UTF_8);
    int half = zoe.length - 4;
    append(events, Arrays.copyOf(zoe, half));
    Running first = start();
    await(() -> first.tail().progress().pendingBytes() == half);
    Thread.sleep(500);
    assertEquals(0, vault.requests());
    stop(first);
    start();
    append(events, Arrays.copyOfRange(zoe, half, zoe.length));
    awaitLines(List.of("{\"event\":\"x\",\"uid\":\"h\",\"user\":\"Zoë\"}"));
    assertEquals(1, vault.requests());
  }

  @Test
  void tail_half_line_of_a_log_that_was_rotated_away_is_sent_when_it_is_whole() throws Exception {
    Path old = log.resolve("2026-11-01.00:00:00.log");
    append(old, events(1, 1) + event(2));
    start();
    awaitLines(list(1, 1));
    append(log.resolve("2026-11-02.00:00:00.log"), events(3, 3));
    awaitLines(list(1, 3));
    append(old, "\n" + events(4, 4));
    awaitLines(list(1, 4));
    assertEquals(List.of(), quarantined());
    assertEquals(0, vault.repeated());
  }

  @Test
  void tail_half_line_of_a_log_that_was_rotated_away_is_in_quarantine_when_it_is_not_whole()
      throws Exception {
    Path old = log.resolve("2026-11-01.00:00:00.log");
    append(old, events(1, 1) + "{\"event\":\"x\",");
    Running running = start();
    awaitLines(list(1, 1));
    append(log.resolve("2026-11-02.00:00:00.log"), events(2, 2));
    await(() -> running.tail().progress().quarantined() == 1);
    awaitLines(list(1, 2));
    assertKept(old, 100, "{\"event\":\"x\",".getBytes(UTF_8));
    await(() -> running.tail().progress().pendingBytes() == 0);
  }

  @Test
  void tail_line_without_end() throws Exception {
    Path events = log.resolve("events.log");
    append(events, events(1, 1));
    int piece = LIMITS.lineBytes();
    byte[] line = new byte[40 * piece];
    Arrays.fill(line, (byte) 'a');
    Running running = start();
    for (int at = 0; at < line.length; at += 10 * piece) {
      append(events, Arrays.copyOfRange(line, at, Math.min(line.length, at + 10 * piece)));
    }
    assertEquals(0, running.tail().progress().quarantined());
    append(events, "\n" + events(2, 2));
    awaitLines(list(1, 2));
    await(() -> running.tail().progress().quarantined() == 1);
    assertKept(events, 100, line);
    append(events, events(3, 3));
    awaitLines(list(1, 3));
    stop(running);
    start();
    append(events, events(4, 4));
    awaitLines(list(1, 4));
    assertEquals(0, vault.repeated());
  }

  private void assertKept(Path file, long offset, byte[] bytes) throws IOException {
    String sha256 = Sha256.of(bytes);
    assertEquals(List.of("audit-" + sha256 + ".json", "audit-" + sha256 + ".line"), quarantined());
    Path kept = state.resolve("quarantine");
    assertTrue(Arrays.equals(bytes, Files.readAllBytes(kept.resolve("audit-" + sha256 + ".line"))));
    JsonNode said = JSON.readTree(Files.readAllBytes(kept.resolve("audit-" + sha256 + ".json")));
    assertEquals(file.toRealPath().toString(), said.path("file").asText());
    assertEquals(offset, said.path("offset").asLong());
    assertEquals(bytes.length, said.path("length").asLong());
    assertEquals(sha256, said.path("sha256").asText());
  }

  @Test
  void what_was_on_a_screen_stays_with_the_recording_and_everything_else_is_sent()
      throws Exception {
    String print = "{\"event\":\"print\",\"bytes\":5,\"ms\":0}";
    String desktop = "{\"ei\":1,\"event\":\"desktop.recording\",\"message\":\"AAA=\"}";
    String inside = "{\"event\":\"x\",\"a\":\"print\",\"b\":{\"event\":\"print\"}}";
    String broken = "{\"event\":\"print\",";
    append(
        log.resolve("a.log"),
        String.join(
            "\n", print, "\uFEFF", " \r", desktop, inside, broken, "no JSON", event(1), ""));
    start();
    awaitLines(List.of(inside, event(1), broken, "no JSON").stream().sorted().toList());
  }

  @Test
  void a_batch_is_bounded_by_lines_and_bytes() throws Exception {
    append(log.resolve("a.log"), events(1, 250));
    start();
    awaitLines(list(1, 250));
    assertEquals(3, vault.requests());
    vault.takesAtMost(2_000);
    append(log.resolve("a.log"), events(251, 300));
    awaitLines(list(1, 300));
    assertEquals(0, vault.repeated());
  }

  @Test
  void one_line_that_nobody_takes_is_in_quarantine_and_those_around_it_are_stored()
      throws Exception {
    vault.takesAtMost(200_000);
    String large = "{\"event\":\"x\",\"q\":\"" + "b".repeat(300_000) + "\"}";
    append(log.resolve("a.log"), events(1, 5) + large + "\n" + events(6, 9));
    start();
    awaitLines(list(1, 9));
    assertKept(log.resolve("a.log"), 500, large.getBytes(UTF_8));
  }

  @Test
  void who_calls_everything_too_large_is_waited_for() throws Exception {
    vault.takesAtMost(50);
    append(log.resolve("a.log"), events(1, 5));
    Running running = start();
    await(() ->
        running
            .tail()
            .progress()
            .trouble()
            .equals(Optional.of("the vault answers 413: too large")));
    assertEquals(List.of(), quarantined());
    vault.takesAtMost(1_000);
    awaitLines(list(1, 5));
  }

  @Test
  void a_file_that_may_be_read_by_nobody_or_is_none_keeps_no_other() throws Exception {
    Files.createDirectories(log.resolve("b.log"));
    assertEquals(
        0, new ProcessBuilder("mkfifo", log.resolve("c.log").toString()).start().waitFor());
    append(log.resolve("d.log"), events(1, 5));
    start();
    awaitLines(list(1, 5));
  }

  @Test
  void a_log_that_is_not_there_yet_is_followed_once_it_is() throws Exception {
    Path later = folder.resolve("later/log");
    Running running = start(later, LIMITS);
    await(() -> running.tail().progress().trouble().isPresent());
    Files.createDirectories(later);
    try (OutputStream out =
        Files.newOutputStream(later.resolve("a.log"), StandardOpenOption.CREATE)) {
      out.write(events(1, 2).getBytes(UTF_8));
    }
    awaitLines(list(1, 2));
    await(() -> running.tail().progress().trouble().isEmpty());
  }
}
