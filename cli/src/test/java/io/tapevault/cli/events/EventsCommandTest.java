package io.tapevault.cli.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.tapevault.cli.Ran;
import io.tapevault.cli.Tapevault;
import io.tapevault.cli.Vault;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tapevault events` and `tapevault sessions`, against a vault.
final class EventsCommandTest {

  @TempDir private Path data;
  private LocalVault vault;
  private Vault asked;

  private record Ran(int exit, String out, String err) {}

  @BeforeEach
  void start() throws Exception {
    vault = LocalVault.start(LocalConfig.defaults(data), data, 0);
    asked = new Vault(vault.uri());
  }

  @AfterEach
  void stop() throws Exception {
    vault.close();
  }

  private Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--vault", vault.uri().toString()));
    int exit =
        Tapevault.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }

  private static String event(int number) {
    return "{\"event\":\"user.login\",\"uid\":\"u%05d\",\"time\":\"2026-03-01T%02d:%02d:00Z\",\"user\":\"=alice\"}"
        .formatted(number, number / 60, number % 60);
  }

  private void put(int events) throws Exception {
    asked.post(
        "/v1/events",
        String.join("\n", IntStream.range(0, events).mapToObj(EventsCommandTest::event).toList()));
  }

  @Test
  void search_shows_the_newest_and_says_that_there_are_more() throws Exception {
    put(3);
    Ran two =
        run(
            "events",
            "search",
            "--from",
            "2026-03-01",
            "--to",
            "2026-03-02",
            "--limit",
            "2",
            "--output",
            "ndjson");
    assertEquals(new Ran(0, event(2) + "\n" + event(1) + "\n", two.err()), two);
    assertTrue(two.err().contains("events export"), two.err());
    assertEquals(
        new Ran(0, "time,user\n2026-03-01T00:00:00Z,'=alice\n", ""),
        run(
            "events",
            "search",
            "--from",
            "2026-03-01",
            "--to",
            "2026-03-01T00:01:00Z",
            "--output",
            "csv",
            "--fields",
            "time,user"));
    assertEquals("", run("events", "search", "--type", "exec", "--output", "ndjson").out());
  }

  @Test
  void export_follows_pages_to_the_end_in_the_order_of_time() throws Exception {
    put(1_400);
    Ran all = run("events", "export", "--from", "2026-03-01", "--to", "2026-03-02");
    assertEquals(0, all.exit(), all.err());
    assertEquals(
        IntStream.range(0, 1_400).mapToObj(EventsCommandTest::event).toList(),
        all.out().lines().toList());
  }

  @Test
  void an_export_that_is_made_first_is_waited_for_and_fetched_where_it_is() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    HttpServer aws =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.createContext(
        "/",
        exchange -> {
          String query = exchange.getRequestURI().getRawQuery();
          String path = exchange.getRequestURI().getPath();
          told.add(query.contains("cursor") ? path + "?" + query : path);
          exchange.getResponseHeaders().set("retry-after", "0");
          boolean made = told.size() == 3;
          exchange
              .getResponseHeaders()
              .set(
                  "location",
                  made
                      ? "http://127.0.0.1:" + aws.getAddress().getPort() + "/bucket?cursor=signed"
                      : "?type=exec&cursor=c" + told.size());
          byte[] body = path.equals("/bucket") ? (event(1) + "\n").getBytes(UTF_8) : new byte[0];
          exchange.sendResponseHeaders(
              path.equals("/bucket") ? 200 : made ? 307 : 202, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    aws.start();
    try {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int exit =
          Tapevault.commandLine()
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(
                  "events", "export", "--vault", "http://127.0.0.1:" + aws.getAddress().getPort());
      assertEquals(
          List.of(
              "/v1/events.ndjson",
              "/v1/events.ndjson?type=exec&cursor=c1",
              "/v1/events.ndjson?type=exec&cursor=c2",
              "/bucket?cursor=signed"),
          told);
      assertEquals(event(1) + "\n", out.toString());
      assertEquals(
          "tapevault: the vault makes a file of it first, since it is large; this waits for it\n",
          err.toString());
      assertEquals(0, exit);
    } finally {
      aws.stop(0);
    }
  }

  @Test
  void an_event_that_is_larger_than_a_page_is_exported_and_got_as_a_whole() throws Exception {
    String large =
        "{\"event\":\"exec\",\"uid\":\"large\",\"time\":\"2026-03-01T10:00:00Z\",\"command\":\""
            + "x".repeat(5_000_000)
            + "\"}";
    asked.post("/v1/events", large);
    assertEquals(large + "\n", run("events", "export", "--type", "exec").out());
    String href =
        run("events", "search", "--type", "exec", "--output", "csv", "--fields", "too_large.href")
            .out()
            .lines()
            .toList()
            .getLast();
    assertEquals(new Ran(0, large + "\n", ""), run("events", "get", href));
    assertEquals(new Ran(0, large + "\n", ""), run("events", "get", "large"));
    assertEquals(1, run("events", "get", "none").exit());
  }

  @Test
  void an_event_of_a_session_is_got_by_its_uid_in_the_time_that_was_said() throws Exception {
    String event =
        "{\"event\":\"exec\",\"uid\":\"a/b\",\"sid\":\"s\",\"time\":\"2026-03-01T10:00:00Z\"}";
    asked.post("/v1/events", event);
    assertEquals(new Ran(0, event + "\n", ""), run("events", "get", "a/b"));
    assertEquals(
        0, run("events", "get", "a/b", "--from", "2026-03-01", "--to", "2026-03-02").exit());
    Ran earlier = run("events", "get", "a/b", "--to", "2026-03-01");
    assertEquals(1, earlier.exit());
    assertTrue(earlier.err().contains("there is no such event"), earlier.err());
  }

  @Test
  void what_is_not_used_rightly_ends_with_2() {
    for (String[] args :
        new String[][] {
          {"events", "search", "--from", "yesterday"},
          {"events", "search", "--limit", "0"},
          {"events", "tail", "--output", "json"},
          {"sessions", "ls", "--kind", "x"},
          {"sessions", "ls", "--limit", "-1"}
        }) {
      Ran ran = run(args);
      assertEquals(2, ran.exit(), ran.err());
      assertTrue(ran.err().contains("Usage: tapevault"), ran.err());
    }
  }

  @Test
  void sessions_are_listed_and_shown() throws Exception {
    asked.post(
        "/v1/events",
        "{\"event\":\"session.start\",\"uid\":\"s\",\"sid\":\"80d9ca77-93af-443f-b33c-6fc55bd1a147\",\"user\":\"alice\","
            + "\"server_hostname\":\"web-1\",\"time\":\"2026-03-01T10:00:00Z\"}");
    String row = "80d9ca77-93af-443f-b33c-6fc55bd1a147,ssh,";
    String listed = "";
    for (int i = 0; i < 200 && !listed.contains(row); i++) {
      Thread.sleep(50);
      listed = run("sessions", "ls", "--user", "alice", "--output", "csv").out();
    }
    assertTrue(listed.contains(row), listed);
    assertEquals("", run("sessions", "ls", "--user", "bob", "--output", "ndjson").out());
    Ran wrong = run("sessions", "ls", "--state", "lost");
    assertEquals(1, wrong.exit());
    assertTrue(wrong.err().contains("state"), wrong.err());
    Ran shown = run("sessions", "show", "80d9ca77-93af-443f-b33c-6fc55bd1a147");
    assertEquals(0, shown.exit(), shown.err());
    assertTrue(shown.out().matches("(?s).*user +alice\n.*"), shown.out());
    assertEquals(1, run("sessions", "show", "none").exit());
  }
}
