package io.tapevault.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.health.Progress;
import io.tapevault.testkit.disk.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// All parts of a node together, with a vault over HTTP.
@Timeout(120)
final class NodeTest {

  @TempDir private Path folder;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @Test
  void beside_a_node_recordings_go_where_nodes_record_and_what_changes_is_taken_up()
      throws Exception {
    try (SmallVault vault = new SmallVault("off");
        Node node = start(vault, "role: node")) {
      record("a");
      awaitWhy(node, "nobody ships recordings (session_recording: off)");
      vault.mode = "proxy";
      awaitWhy(node, "only nodes beside a proxy ship recordings (session_recording: proxy)");
      assertEquals(Set.of(), vault.recordings.keySet());
      assertEquals(List.of(), node.report().troubles());
      vault.mode = "node";
      awaitConfirmed(node, 1);
      vault.mode = "off";
      awaitLog("session_recording off", 2);
      record("b");
      awaitWhy(node, "nobody ships recordings (session_recording: off)");
      assertEquals(Set.of("a"), vault.recordings.keySet());
    }
  }

  @Test
  void beside_a_proxy_recordings_go_whoever_records() throws Exception {
    try (SmallVault vault = new SmallVault("off");
        Node node = start(vault, "role: proxy")) {
      record("a");
      awaitWhy(node, "nobody ships recordings (session_recording: off)");
      vault.mode = "proxy";
      awaitConfirmed(node, 1);
      vault.mode = "node";
      awaitLog("session_recording node", 1);
      record("b");
      awaitConfirmed(node, 2);
      vault.mode = "off";
      awaitLog("session_recording off", 2);
      record("c");
      awaitWhy(node, "nobody ships recordings (session_recording: off)");
      assertEquals(Set.of("a", "b"), vault.recordings.keySet());
      assertArrayEquals("a".getBytes(UTF_8), vault.recordings.get("a"));
    }
  }

  @Test
  void before_the_vault_has_said_who_records_nothing_is_shipped() throws Exception {
    try (SmallVault vault = new SmallVault("maybe");
        Node node = start(vault, "")) {
      record("a");
      awaitWhy(node, "the vault has not said yet who records, and where to");
      await(() -> !node.report().traffic().troubles().isEmpty());
      assertEquals(Map.of(), vault.recordings);
      vault.mode = "node";
      awaitConfirmed(node, 1);
    }
  }

  @Test
  void on_a_full_disk_it_ends_where_it_is_to_and_goes_on_where_it_is_not() throws Exception {
    Path small = Files.createDirectory(folder.resolve("state"));
    try (Mount disk = Mount.ofSize(small, "2m");
        SmallVault vault = new SmallVault("node")) {
      disk.fill();
      try (Node node = start(vault, "when_full: stop")) {
        String why = node.await();
        assertEquals(
            "the disk of " + small + " is full: 0 bytes are left; make room; nothing was deleted",
            why);
      }
      try (Node node = start(vault, "when_full: wait")) {
        record("a");
        await(() -> vault.recordings.containsKey("a"));
        assertTrue(
            node.report().troubles().getFirst().contains("is full"), node.report()::toString);
        await(() -> vault.events.stream().anyMatch(event -> event.contains("is full")));
        assertTrue(Files.exists(folder.resolve("spool/a.tar")));
        disk.makeRoom();
        awaitConfirmed(node, 1);
        await(() -> node.report().troubles().isEmpty());
        await(() -> Files.notExists(folder.resolve("spool/a.tar")));
      }
    }
  }

  private Node start(SmallVault vault, String more) throws IOException {
    Files.createDirectories(folder.resolve("spool"));
    Path config =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            vault: %s
            node: web-1
            state: %s
            recordings: [%s]
            metrics: 127.0.0.1:0
            %s
            """
                .formatted(vault.uri(), folder.resolve("state"), folder.resolve("spool"), more));
    return Node.start(NodeConfig.read(config, Map.of()), Map.of(), log::add);
  }

  /// One that nobody has written to for an hour.
  private void record(String sid) throws IOException {
    Path file = Files.writeString(folder.resolve(sid), sid);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Files.move(file, folder.resolve("spool").resolve(sid + ".tar"));
  }

  private static Progress recordings(Node node) {
    return node.report().parts().getOrDefault("recordings", Progress.NONE);
  }

  private static void awaitWhy(Node node, String why) throws InterruptedException {
    await(() -> recordings(node).oldest().map(oldest -> oldest.why().equals(why)).orElse(false));
  }

  private static void awaitConfirmed(Node node, long count) throws InterruptedException {
    await(() -> recordings(node).confirmed() == count);
  }

  /// So often.
  private void awaitLog(String what, int times) throws InterruptedException {
    await(() -> {
      synchronized (log) {
        return log.stream().filter(line -> line.contains(what)).count() == times;
      }
    });
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(50);
    }
  }
}
