package io.tapevault.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.event.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` while several clients post: what was answered with success is there afterwards, and
/// reaches the SIEM.
@Timeout(180)
final class KillIT {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final int CLIENTS = 4;
  private static final int BATCH = 10;

  @TempDir private Path folder;
  private final Set<String> acknowledged = new ConcurrentSkipListSet<>();

  @Test
  void what_was_answered_for_is_there_after_a_kill_and_reaches_the_webhook() throws Exception {
    byte[] recording = Files.readAllBytes(Jar.SAMPLES.resolve("recordings/" + SID + ".2018.tar"));
    try (Webhook webhook = Webhook.start()) {
      Path config =
          Files.writeString(
              folder.resolve("config.yaml"),
              "forward:\n  - name: soc\n    webhook: " + webhook.uri() + "\n");
      for (int kill = 0; kill < 2; kill++) {
        try (Jar local = local(config)) {
          Vault vault = new Vault(local.uri());
          if (kill == 0) {
            vault.upload(SID, recording, Sha256.of(recording));
          }
          postUntilKilled(vault, local, kill);
          assertEquals(137, local.exit());
        }
      }
      webhook.recover();
      try (Jar local = local(config)) {
        Vault vault = new Vault(local.uri());
        assertArrayEquals(recording, vault.get("/v1/sessions/" + SID + "/recording"));
        Set<String> stored = assertAllThere(vault);
        for (int i = 0; i < 600 && !webhook.uids().containsAll(stored); i++) {
          Thread.sleep(100);
        }
        Set<String> missing = new TreeSet<>(stored);
        missing.removeAll(webhook.uids());
        assertEquals(Set.of(), missing, "not delivered");
      }
    }
  }

  private Jar local(Path config) throws IOException {
    Path data = folder.resolve("data");
    return Jar.start(
        folder, "local", "--port", "0", "--data", data.toString(), "--config", config.toString());
  }

  private void postUntilKilled(Vault vault, Jar local, int kill) throws Exception {
    int before = acknowledged.size();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      String prefix = "k" + kill + "-c" + i + "-";
      clients.add(Thread.ofPlatform().start(() -> post(vault, prefix)));
    }
    for (int i = 0; i < 1_200 && acknowledged.size() < before + 40 * BATCH; i++) {
      Thread.sleep(25);
    }
    local.signal("KILL");
    for (Thread client : clients) {
      client.join();
    }
    assertTrue(acknowledged.size() >= before + 40 * BATCH, acknowledged.size() + " acknowledged");
  }

  /// Batch after batch, until nobody answers.
  private void post(Vault vault, String prefix) {
    try {
      for (int batch = 0; ; batch++) {
        List<String> uids = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
          String uid = prefix + batch + "-" + i;
          uids.add(uid);
          lines
              .append("{\"event\":\"x\",\"uid\":\"")
              .append(uid)
              .append("\",\"sid\":\"")
              .append(prefix)
              .append("\"}\n");
        }
        if (vault.post("/v1/events", lines.toString()).path("accepted").asInt() == BATCH) {
          acknowledged.addAll(uids);
        }
      }
    } catch (IOException e) {
      // It was killed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The `uid`s of everything that is stored.
  private Set<String> assertAllThere(Vault vault) throws Exception {
    Set<String> stored = new HashSet<>();
    boolean upload = false;
    for (JsonNode event : vault.events()) {
      assertTrue(stored.add(event.path("uid").asText()), event::toString);
      upload |= event.path("event").asText().equals("session.upload");
    }
    Set<String> lost = new TreeSet<>(acknowledged);
    lost.removeAll(stored);
    assertEquals(Set.of(), lost, "lost");
    assertTrue(upload, "session.upload is lost");
    return stored;
  }
}
