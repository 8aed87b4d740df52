package io.tapevault.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A vault and a node that are killed now and then, while Teleport writes beside them.
@Timeout(240)
final class NodeIT {

  private static final long SEED = 20261125;
  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Map<String, byte[]> recordings = new TreeMap<>();
  private Path log = Path.of("");
  private Path spool = Path.of("");
  private String told = "";
  private int written;
  private int day = 1;

  @Test
  void everything_arrives_once_whatever_is_killed_seed_20261125() throws Exception {
    log = Files.createDirectories(folder.resolve("teleport/log"));
    spool = Files.createDirectories(log.resolve("upload/streaming/default"));
    byte[] recording = Files.readAllBytes(Jar.SAMPLES.resolve("recordings/" + SID + ".2018.tar"));
    Path config = config();
    for (int round = 0; round < 4; round++) {
      try (Jar local = local(config);
          Jar node = node(config)) {
        local.uri();
        write();
        if (round == 1) {
          record(SID, recording);
        }
        for (int i = 0; i < 5; i++) {
          byte[] bytes = new byte[1 + random.nextInt(1 << 20)];
          random.nextBytes(bytes);
          record("r" + round + "-" + i, bytes);
        }
        Thread.sleep(500 + random.nextInt(1500));
        write();
        (random.nextBoolean() ? local : node).signal("KILL");
        write();
        Thread.sleep(random.nextInt(500));
      }
    }
    try (Jar local = local(config);
        Jar node = node(config)) {
      Vault vault = new Vault(local.uri());
      awaitAll(vault, node);
      for (Map.Entry<String, byte[]> one : recordings.entrySet()) {
        assertArrayEquals(
            one.getValue(), vault.get("/v1/sessions/" + one.getKey() + "/recording"), one.getKey());
      }
      awaitWell(config);
      node.signal("TERM");
      assertEquals(143, node.exit(), node.said());
      assertEquals(1, status(config));
    }
    try (var left = Files.list(spool)) {
      assertEquals(List.of(), left.toList());
    }
  }

  /// As old as if nobody wrote to it any more.
  private void record(String sid, byte[] bytes) throws IOException {
    Path coming = Files.write(folder.resolve("coming"), bytes);
    Files.setLastModifiedTime(coming, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Files.move(coming, spool.resolve(sid + ".tar"));
    recordings.put(sid, bytes);
  }

  private Path config() throws IOException {
    int[] ports = new int[2];
    for (int i = 0; i < ports.length; i++) {
      try (ServerSocket free = new ServerSocket(0)) {
        ports[i] = free.getLocalPort();
      }
    }
    return Files.writeString(
        folder.resolve("node.yaml"),
        """
        vault: http://127.0.0.1:%d
        node: web-1
        state: %s
        audit_log: [%s]
        recordings: [%s]
        metrics: 127.0.0.1:%d
        """
            .formatted(ports[0], folder.resolve("state"), log, spool, ports[1]));
  }

  private Jar local(Path config) throws IOException {
    String port = Files.readAllLines(config).getFirst().replace("vault: http://127.0.0.1:", "");
    Path data = folder.resolve("data");
    return Jar.start(folder, "local", "--port", port, "--data", data.toString());
  }

  private Jar node(Path config) throws IOException {
    return Jar.start(folder, "node", "run", "--config", config.toString());
  }

  private int status(Path config) throws IOException, InterruptedException {
    try (Jar status = Jar.start(folder, "node", "status", "--config", config.toString())) {
      int exit = status.exit();
      told = status.printed();
      return exit;
    }
  }

  /// What kept it is over when it has tried again.
  private void awaitWell(Path config) throws IOException, InterruptedException {
    int exit = status(config);
    for (int i = 0; i < 60 && exit != 0; i++) {
      Thread.sleep(500);
      exit = status(config);
    }
    assertEquals(0, exit, told);
  }

  /// As Teleport does: day files, a link that moves, a line in pieces.
  private void write() throws IOException {
    for (int i = 0; i < 20; i++) {
      if (random.nextInt(8) == 0) {
        day++;
      }
      Path file = log.resolve("2026-11-%02d.00:00:00.log".formatted(day));
      boolean fresh = !Files.exists(file);
      String line = "{\"event\":\"x\",\"uid\":\"u" + ++written + "\",\"user\":\"Zoë\"}\n";
      int cut = random.nextInt(line.length());
      for (String piece : List.of(line.substring(0, cut), line.substring(cut))) {
        Files.writeString(file, piece, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      if (fresh) {
        Path link = log.resolve("events.log");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, file.getFileName());
      }
    }
  }

  private void awaitAll(Vault vault, Jar node) throws Exception {
    List<String> expected =
        IntStream.rangeClosed(1, written).mapToObj(i -> "u" + i).sorted().toList();
    List<String> uids = List.of();
    List<String> uploads = List.of();
    boolean beat = false;
    for (int i = 0;
        i < 600 && !(uploads.size() >= recordings.size() && beat && uids.size() >= written);
        i++) {
      Thread.sleep(100);
      uids = new ArrayList<>();
      uploads = new ArrayList<>();
      for (JsonNode event : vault.events()) {
        switch (event.path("event").asText()) {
          case "x" -> uids.add(event.path("uid").asText());
          case "session.upload" -> uploads.add(event.path("sid").asText());
          case "tapevault.node.heartbeat" -> beat |= event.path("node").asText().equals("web-1");
          default -> {}
        }
      }
    }
    assertEquals(expected, uids.stream().sorted().toList(), node.printed());
    assertEquals(
        List.copyOf(recordings.keySet()), uploads.stream().sorted().toList(), node.printed());
    assertTrue(beat, node.printed() + node.said());
  }
}
