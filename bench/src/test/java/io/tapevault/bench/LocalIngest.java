package io.tapevault.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How many events a second `tapevault local` takes over HTTP in batches of 100, against SQLite's
/// own inserts of the same rows into the same table with the same indexes, synced as often.
final class LocalIngest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int BATCH = 100;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private LocalIngest() {}

  static void main(String[] args) throws Exception {
    int batches = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    Path folder = Files.createTempDirectory("tapevault-bench-");
    try {
      double best = 0;
      for (int senders : List.of(1, 4)) {
        best =
            Math.max(
                best, sent(Files.createDirectory(folder.resolve("s" + senders)), senders, batches));
      }
      Path database = folder.resolve("s1/data/events.db");
      double each = inserted(database, folder.resolve("each.db"), BATCH);
      double whole = inserted(database, folder.resolve("whole.db"), Integer.MAX_VALUE);
      System.out.printf(
          "SQLite's own: %,.0f a second with a commit for each 100, %,.0f with one: %.2f and %.2f of"
              + " them over HTTP%n",
          each, whole, best / each, best / whole);
      System.exit(best / each >= 0.5 ? 0 : 1);
    } finally {
      Killed.delete(folder);
    }
  }

  private static double sent(Path folder, int senders, int batches) throws Exception {
    try (RunningVault vault = RunningVault.start(folder)) {
      URI events = vault.uri().resolve("/v1/events");
      AtomicInteger next = new AtomicInteger();
      send(events, senders, next, batches / 2);
      long began = System.nanoTime();
      send(events, senders, next, batches / 2 + batches);
      double seconds = (System.nanoTime() - began) / 1e9;
      double rate = batches * (double) BATCH / seconds;
      System.out.printf("over HTTP, %d at once: %,.0f events a second%n", senders, rate);
      return rate;
    }
  }

  private static void send(URI events, int senders, AtomicInteger next, int end)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int batch = next.getAndIncrement();
                    batch < end;
                    batch = next.getAndIncrement()) {
                  post(events, batch);
                }
                next.decrementAndGet();
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void post(URI events, int batch) {
    String body =
        IntStream.range(batch * BATCH, (batch + 1) * BATCH)
            .mapToObj(LocalIngest::event)
            .collect(Collectors.joining("\n"));
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(events).POST(BodyPublishers.ofString(body)).build(),
              BodyHandlers.ofString());
      if (!answer.body().startsWith("{\"accepted\":100,")) {
        throw new IllegalStateException(answer.body());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String event(int one) {
    return """
    {"event":"session.command","code":"T4000I","time":"%s","uid":"%08d-0000-4000-8000-000000000000","user":"alice@example.com","login":"root","sid":"%08d-1111-4000-8000-000000000000","ei":%d,"server_id":"00000007-2222-4000-8000-000000000000","server_hostname":"web-7","addr.remote":"10.0.1.2:4711","cluster_name":"example.com","program":"ls","argv":["-l","/var/log"],"pid":2653}\
    """
        .formatted(NOON.plusMillis(one), one, one / 10, one % 10);
  }

  private static double inserted(Path from, Path to, int perCommit) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    List<String> schema = new ArrayList<>();
    int columns = read(from, rows, schema);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + to);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      for (String sql : schema) {
        statement.executeUpdate(sql);
      }
      String places = String.join(",", Collections.nCopies(columns, "?"));
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO event VALUES (" + places + ")")) {
        long began = System.nanoTime();
        for (int at = 0; at < rows.size(); at++) {
          if (at % perCommit == 0) {
            statement.executeUpdate("BEGIN IMMEDIATE");
          }
          for (int i = 0; i < columns; i++) {
            insert.setObject(i + 1, rows.get(at)[i]);
          }
          insert.executeUpdate();
          if (at % perCommit == perCommit - 1 || at == rows.size() - 1) {
            statement.executeUpdate("COMMIT");
          }
        }
        return rows.size() / ((System.nanoTime() - began) / 1e9);
      }
    }
  }

  private static int read(Path from, List<Object[]> rows, List<String> schema) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + from);
        Statement statement = connection.createStatement()) {
      try (ResultSet made =
          statement.executeQuery(
              "SELECT sql FROM sqlite_schema WHERE tbl_name = 'event' AND sql NOT NULL ORDER BY"
                  + " type DESC")) {
        while (made.next()) {
          schema.add(made.getString(1));
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT * FROM event ORDER BY sequence")) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          Object[] values = new Object[columns];
          for (int i = 0; i < columns; i++) {
            values[i] = row.getObject(i + 1);
          }
          rows.add(values);
        }
        return columns;
      }
    }
  }
}
