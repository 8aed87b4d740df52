package io.tapevault.bench;

import io.tapevault.configuration.Configuration.Replaced;
import io.tapevault.configuration.InForce;
import io.tapevault.disk.watched.WatchedFile;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.WatchedConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The settings change a thousand times while events flow: every event that was answered for is
/// there once, under the retention of one of the versions, and every change is an event.
final class Reconfigured {

  private static final int CHANGES = 1_000;
  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(60);
  private static final long DAY = 86_400;

  private final Path data;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong sent = new AtomicLong();

  private Reconfigured(Path data) {
    this.data = data;
  }

  public static void main(String[] args) throws Exception {
    new Reconfigured(Files.createTempDirectory("tapevault-bench-")).run();
  }

  private void run() throws Exception {
    WatchedFile kept = WatchedConfig.open(WatchedConfig.file(data), data);
    replace(kept, 1);
    InForce settings = WatchedConfig.load(WatchedConfig.file(data), data);
    try (LocalVault vault = LocalVault.start(settings, data, 0, null)) {
      Thread shipper = Thread.ofPlatform().start(() -> ship(vault.uri()));
      for (int version = 2; version <= CHANGES; version++) {
        replace(kept, version);
        Thread.sleep(BETWEEN_CHANGES);
      }
      for (int i = 0; i < 300 && !settings.now().version().equals("" + CHANGES); i++) {
        Thread.sleep(100);
      }
      over.set(true);
      shipper.join();
    }
    long stored = count("SELECT count(DISTINCT uid) FROM event WHERE type = 'x'");
    long twice = count("SELECT count(*) FROM event WHERE type = 'x'") - stored;
    long changes = count("SELECT count(*) FROM event WHERE type = 'tapevault.config.change'");
    String days = "(expires - seconds) / " + DAY;
    long none =
        count(
            "SELECT count(*) FROM event WHERE type = 'x' AND ("
                + days
                + " NOT BETWEEN 1 AND "
                + CHANGES
                + " OR (expires - seconds) % "
                + DAY
                + " > 60)");
    long versions = count("SELECT count(DISTINCT " + days + ") FROM event WHERE type = 'x'");
    System.out.println(
        CHANGES
            + " changes: "
            + sent
            + " events were answered for, "
            + stored
            + " are there, "
            + twice
            + " twice, "
            + none
            + " under no known version, "
            + versions
            + " versions have events; "
            + changes
            + " changes are events; in force at last: "
            + settings.now().version());
    boolean held =
        stored == sent.get()
            && twice == 0
            && none == 0
            && changes == CHANGES
            && settings.now().version().equals("" + CHANGES);
    System.out.println(held ? "held" : "did NOT hold");
    System.exit(held ? 0 : 1);
  }

  private static void replace(WatchedFile kept, int version) {
    String seen = version == 1 ? null : Integer.toString(version - 1);
    String document = "storage: {retention_period: " + version + "d}\n";
    if (!(kept.replace(document, seen) instanceof Replaced.Stored)) {
      throw new IllegalStateException("version " + version + " was not stored");
    }
  }

  private void ship(URI vault) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (long batch = 0; !over.get(); batch++) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 20; i++) {
          body.append("{\"event\":\"x\",\"uid\":\"" + batch + "-" + i + "\"}\n");
        }
        HttpRequest request =
            HttpRequest.newBuilder(vault.resolve("/v1/events"))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        if (client.send(request, BodyHandlers.discarding()).statusCode() != 200) {
          throw new IllegalStateException("events were refused");
        }
        sent.addAndGet(20);
        Thread.sleep(10);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("events.db"));
        Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(sql)) {
      return row.getLong(1);
    }
  }
}
