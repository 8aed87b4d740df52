package io.tapevault.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.testkit.disk.Mount;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The case journal-no-room: all that a node reads and keeps lies on a disk of 2 MB that is filled
/// to the last byte.
@Timeout(240)
final class FullDiskIT {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  @TempDir private Path folder;
  private Path disk = Path.of("");
  private Path spool = Path.of("");
  private Path recording = Path.of("");
  private Path log = Path.of("");
  private final byte[] bytes = new byte[300_000];
  private String told = "";

  @BeforeEach
  void fill() throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    new Random(1).nextBytes(bytes);
  }

  private void write() throws IOException {
    spool = Files.createDirectories(disk.resolve("log/upload/streaming/default"));
    recording = Files.write(spool.resolve(SID + ".tar"), bytes);
    Files.setLastModifiedTime(recording, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    log = disk.resolve("log/2026-11-01.00:00:00.log");
    Files.write(
        log,
        IntStream.range(0, 10).mapToObj(i -> "{\"event\":\"x\",\"uid\":\"u" + i + "\"}").toList());
  }

  private Path config(int vault, String more) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return Files.writeString(
          folder.resolve("node.yaml"),
          """
          vault: http://127.0.0.1:%d
          node: web-1
          state: %s
          audit_log: [%s]
          recordings: [%s]
          metrics: 127.0.0.1:%d
          %s
          """
              .formatted(
                  vault,
                  disk.resolve("state"),
                  disk.resolve("log"),
                  spool,
                  free.getLocalPort(),
                  more));
    }
  }

  @Test
  void while_it_is_full_nothing_goes_and_it_is_told_and_with_room_everything_goes_on()
      throws Exception {
    try (Mount full = Mount.ofSize(disk, "2m")) {
      write();
      String lines = Files.readString(log);
      full.fill();
      try (Jar local = Jar.start(folder, "local", "--port", "0", "--data", folder + "/data")) {
        Vault vault = new Vault(local.uri());
        Path config = config(local.uri().getPort(), "");
        try (Jar node = Jar.start(folder, "node", "run", "--config", config.toString())) {
          await(vault, events -> count(events, "x") == 10 && count(events, "session.upload") == 1);
          assertEquals(4, status(config), told);
          assertTrue(told.contains("! the disk of " + disk) && told.contains(" is full: "), told);
          await(vault, events -> events.stream().anyMatch(FullDiskIT::tellsOfTheDisk));
          assertArrayEquals(bytes, Files.readAllBytes(recording));
          assertEquals(lines, Files.readString(log));

          full.makeRoom();
          for (int i = 0; i < 60 && (Files.exists(recording) || status(config) != 0); i++) {
            Thread.sleep(500);
          }
          assertEquals(0, status(config), told);
          assertEquals(List.of(), names(spool));
          assertEquals(List.of(), names(disk.resolve("state/recordings")));
          assertEquals(lines, Files.readString(log));
          node.signal("TERM");
          assertEquals(143, node.exit(), node.said());
        }
        assertArrayEquals(bytes, vault.get("/v1/sessions/" + SID + "/recording"));
        await(vault, events -> count(events, "x") == 10 && count(events, "session.upload") == 1);
      }
    }
  }

  @Test
  void where_it_is_to_stop_it_ends_and_says_so_and_nothing_is_deleted() throws Exception {
    try (Mount full = Mount.ofSize(disk, "2m")) {
      write();
      full.fill();
      Path config = config(1, "when_full: stop");
      try (Jar node = Jar.start(folder, "node", "run", "--config", config.toString())) {
        assertEquals(1, node.exit());
        assertTrue(
            node.said()
                .matches("(?s).*the disk of " + disk + "\\S* is full: .*nothing was deleted\n"),
            node.said());
      }
      assertArrayEquals(bytes, Files.readAllBytes(recording));
      assertEquals(10, Files.readAllLines(log).size());
    }
  }

  private static boolean tellsOfTheDisk(JsonNode event) {
    return event.path("event").asText().equals("tapevault.node.heartbeat")
        && event.path("troubles").toString().contains("is full");
  }

  private static long count(List<JsonNode> events, String type) {
    return events.stream().filter(one -> one.path("event").asText().equals(type)).count();
  }

  private static void await(Vault vault, Predicate<List<JsonNode>> condition) throws Exception {
    List<JsonNode> events = vault.events();
    for (int i = 0; i < 300 && !condition.test(events); i++) {
      Thread.sleep(200);
      events = vault.events();
    }
    assertTrue(condition.test(events), events.toString());
  }

  private int status(Path config) throws IOException, InterruptedException {
    try (Jar status = Jar.start(folder, "node", "status", "--config", config.toString())) {
      int exit = status.exit();
      told = status.printed() + status.said();
      return exit;
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).toList();
    }
  }
}
