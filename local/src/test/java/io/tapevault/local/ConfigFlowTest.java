package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.configuration.Configuration.Replaced;
import io.tapevault.configuration.InForce;
import io.tapevault.disk.watched.WatchedFile;
import io.tapevault.local.config.WatchedConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The settings change again and again while events flow; a bench does it a thousand times.
final class ConfigFlowTest {

  private static final int CHANGES = 40;

  @TempDir private Path data;

  // Every version has a retention of its own, in days, by which an event tells under which it was
  // stored.
  @Test
  @Timeout(120)
  void no_event_is_lost_and_each_is_under_one_known_version() throws Exception {
    WatchedFile kept = WatchedConfig.open(WatchedConfig.file(data), data);
    replace(kept, 1, null);
    InForce settings = WatchedConfig.load(WatchedConfig.file(data), data);
    Set<String> sent = new TreeSet<>();
    try (LocalVault vault = LocalVault.start(settings, data, 0, null)) {
      Client client = new Client(vault.uri());
      AtomicBoolean over = new AtomicBoolean();
      Thread shipper = Thread.ofVirtual().start(() -> ship(client, over, sent));
      for (int version = 2; version <= CHANGES; version++) {
        replace(kept, version, Integer.toString(version - 1));
        Thread.sleep(100);
      }
      for (int i = 0; i < 300 && !settings.now().version().equals("" + CHANGES); i++) {
        Thread.sleep(100);
      }
      over.set(true);
      shipper.join(Duration.ofSeconds(30));
      Set<String> found = new TreeSet<>();
      for (JsonNode event : client.search("/v1/events?type=x", 1_000)) {
        assertTrue(found.add(event.path("uid").asText()), event::toString);
      }
      assertEquals(sent, found);
      assertTrue(sent.size() > CHANGES, sent::toString);
      assertEquals(CHANGES, client.search("/v1/events?type=tapevault.config.change", 1_000).size());
    }
    assertEquals(Set.of(), underNoVersion());
  }

  private static void replace(WatchedFile kept, int version, @Nullable String seen) {
    assertInstanceOf(
        Replaced.Stored.class,
        kept.replace("storage: {retention_period: " + version + "d}\n", seen));
  }

  private static void ship(Client client, AtomicBoolean over, Set<String> sent) {
    try {
      for (int batch = 0; !over.get(); batch++) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 5; i++) {
          String uid = batch + "-" + i;
          sent.add(uid);
          body.append("{\"event\":\"x\",\"uid\":\"").append(uid).append("\"}\n");
        }
        assertEquals(200, client.post("/v1/events", body.toString()).status());
        Thread.sleep(20);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Set<String> underNoVersion() throws Exception {
    Set<String> none = new TreeSet<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("events.db"));
        Statement select = connection.createStatement();
        ResultSet rows =
            select.executeQuery("SELECT uid, expires - seconds FROM event WHERE type = 'x'")) {
      while (rows.next()) {
        // It is received up to some seconds before it is written.
        long kept = rows.getLong(2);
        long day = Duration.ofDays(1).toSeconds();
        if (kept / day < 1 || kept / day > CHANGES || kept % day > 60) {
          none.add(rows.getString(1) + " " + kept);
        }
      }
    }
    return none;
  }
}
