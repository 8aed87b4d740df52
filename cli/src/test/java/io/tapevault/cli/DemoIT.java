package io.tapevault.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DemoIT {

  private static final int UPLOADS = 2;
  // Of one, Teleport's own session.upload is among the samples, and counts.
  private static final int TOLD = 1;

  @TempDir private Path folder;

  @Test
  void its_last_line_as_json_holds_what_was_read_back() throws Exception {
    try (Jar demo = Jar.start(folder, "demo", "--output", "json")) {
      assertEquals(0, demo.exit(), demo.said());
      int samples = samples();
      String expected =
          "{\"accepted\":%d,\"duplicates\":%d,\"stored\":%d,\"delivered\":%d,\"recordings\":%d}"
              .formatted(samples, samples, samples + TOLD, samples + TOLD, UPLOADS);
      String last = demo.printed().lines().toList().getLast();
      assertEquals(new ObjectMapper().readTree(expected), new ObjectMapper().readTree(last));
      assertEquals("", demo.said());
    }
    assertEquals(List.of(), left());
  }

  @Test
  void it_says_what_it_did_for_people_too() throws Exception {
    try (Jar demo = Jar.start(folder, "demo")) {
      assertEquals(0, demo.exit(), demo.said());
      int samples = samples();
      String counts =
          "Read back: %d accepted, %d duplicates, %d stored, %d delivered, %d recordings."
              .formatted(samples, samples, samples + TOLD, samples + TOLD, UPLOADS);
      assertTrue(demo.printed().lines().anyMatch(counts::equals), demo.printed());
      assertTrue(
          demo.printed().chars().noneMatch(c -> c == 0x1b), "colours, and this is no terminal");
    }
    assertEquals(List.of(), left());
  }

  @Test
  void a_sample_that_is_broken_makes_it_fail() throws Exception {
    Path samples = folder.resolve("samples");
    copy(Jar.SAMPLES.resolve("accepted"), samples.resolve("accepted"));
    copy(Jar.SAMPLES.resolve("recordings"), samples.resolve("recordings"));
    Files.writeString(samples.resolve("accepted/broken.json"), "{\"event\":");
    try (Jar demo =
        Jar.start(folder, "demo", "--output", "json", "--samples", samples.toString())) {
      assertEquals(1, demo.exit());
      assertTrue(
          demo.said().contains("tapevault: POST /v1/events was answered with 400"), demo.said());
    }
    Files.writeString(
        samples.resolve("accepted/broken.json"), "{\"event\":\"x\",\"time\":\"never\"}");
    try (Jar demo = Jar.start(folder, "demo", "--samples", samples.toString())) {
      assertEquals(1, demo.exit());
      assertTrue(demo.said().contains("broken.json was refused"), demo.said());
    }
    assertEquals(List.of(), left());
  }

  @Test
  void with_keep_it_stays_up_and_says_where_and_then_leaves_nothing() throws Exception {
    try (Jar demo = Jar.start(folder, "demo", "--keep", "--output", "json")) {
      demo.await(Pattern.compile("(?m)^\\{\"accepted\".*}$"));
      Vault vault = new Vault(demo.uri());
      assertTrue(demo.printed().contains("It stays up at " + vault.uri()), demo.printed());
      // Those that tell what the demo has watched are one a minute.
      long events =
          vault.events().stream()
              .filter(event -> !event.path("event").asText().equals("session.recording.access"))
              .count();
      assertEquals(samples() + TOLD, events);
      demo.signal("TERM");
      assertEquals(143, demo.exit());
      assertEquals("", demo.said());
    }
    assertEquals(List.of(), left());
  }

  @Test
  void ended_in_the_middle_it_leaves_nothing() throws Exception {
    try (Jar demo = Jar.start(folder, "demo")) {
      demo.await(Pattern.compile("1\\. "));
      demo.signal("INT");
      assertEquals(130, demo.exit());
    }
    assertEquals(List.of(), left());
  }

  /// SQLite's own library lies there too while it runs; it is not the demo's to delete.
  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(Jar.temporary(folder))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("tapevault"))
          .toList();
    }
  }

  private static int samples() throws IOException {
    try (Stream<Path> files = Files.list(Jar.SAMPLES.resolve("accepted"))) {
      return (int) files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
      }
    }
  }
}
