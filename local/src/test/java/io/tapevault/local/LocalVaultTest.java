package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.local.config.LocalConfig;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The whole way, over HTTP.
final class LocalVaultTest {

  @TempDir private Path data;
  private List<LocalVault> running = new ArrayList<>();
  private Client client = new Client(URI.create("http://127.0.0.1"));

  @BeforeEach
  void start() throws Exception {
    LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0);
    running = new ArrayList<>(List.of(vault));
    client = new Client(vault.uri());
  }

  @AfterEach
  void stop() {
    running.forEach(LocalVault::close);
  }

  private void restart() throws Exception {
    stop();
    start();
  }

  @Test
  void every_accepted_sample_is_found_as_it_came_and_once_and_after_a_restart() throws Exception {
    List<JsonNode> sent = new ArrayList<>();
    for (Path sample : Samples.files("accepted", ".json")) {
      String body = Files.readString(sample);
      sent.add(Samples.json(body));
      assertEquals(
          "{\"accepted\":1,\"duplicates\":0,\"refused\":[]}",
          client.post("/v1/events", body).text(),
          sample.toString());
      assertEquals(
          "{\"accepted\":0,\"duplicates\":1,\"refused\":[]}",
          client.post("/v1/events", body).text(),
          sample.toString());
    }
    assertEquals(Set.copyOf(sent), Set.copyOf(client.search(Client.ALL, 10)));
    assertEquals(sent.size(), client.search(Client.ALL, 10).size());
    restart();
    assertEquals(Set.copyOf(sent), Set.copyOf(client.search(Client.ALL, 1000)));
  }

  @Test
  void a_batch_comes_as_an_array_or_as_lines_plain_or_gzip() throws Exception {
    byte[] lines = Files.readAllBytes(Samples.FOLDER.resolve("batch.ndjson"));
    byte[] array = Files.readAllBytes(Samples.FOLDER.resolve("batch.json"));
    int first =
        client
            .send("POST", "/v1/events", Client.gzip(lines), "content-encoding", "gzip")
            .json()
            .path("accepted")
            .asInt();
    assertTrue(first > 0);
    JsonNode plain =
        client.send("POST", "/v1/events", lines, "content-type", "application/x-ndjson").json();
    assertEquals("0 " + first, plain.path("accepted") + " " + plain.path("duplicates"));
    assertEquals(200, client.send("POST", "/v1/events", array).status());
  }

  @Test
  void what_is_refused_is_said_and_spoils_nothing_around_it() throws Exception {
    String body =
        "["
            + Samples.event("a", "s", 1)
            + ",{\"no\":\"type\"},7,"
            + Samples.event("b", "s", 2)
            + "]";
    JsonNode answer = client.post("/v1/events", body).json();
    assertEquals("2 0", answer.path("accepted") + " " + answer.path("duplicates"));
    assertEquals(List.of("1 no-type", "2 not-an-object"), reasons(answer));
    assertEquals(2, client.search(Client.ALL, 10).size());
  }

  private static List<String> reasons(JsonNode answer) {
    List<String> reasons = new ArrayList<>();
    answer
        .path("refused")
        .forEach(one -> reasons.add(one.path("index").asInt() + " " + one.path("reason").asText()));
    return reasons;
  }

  @Test
  void pages_go_up_and_down_and_by_type() throws Exception {
    List<JsonNode> sent = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      String event =
          "{\"event\":\"type-"
              + i % 3
              + "\",\"uid\":\"u"
              + i
              + "\",\"time\":\"2026-03-01T12:00:0"
              + i % 10
              + "."
              + (100 + i)
              + "Z\"}";
      sent.add(Samples.json(event));
      client.post("/v1/events", event);
    }
    List<JsonNode> inOrder =
        sent.stream()
            .sorted((a, b) -> a.path("time").asText().compareTo(b.path("time").asText()))
            .toList();
    List<JsonNode> down = new ArrayList<>(inOrder);
    Collections.reverse(down);
    for (int limit : List.of(1, 7, 23, 10_000)) {
      assertEquals(inOrder, client.search(Client.ALL, limit));
      assertEquals(down, client.search(Client.ALL + "&order=desc", limit));
    }
    List<JsonNode> some =
        inOrder.stream().filter(one -> !one.path("event").asText().equals("type-0")).toList();
    assertEquals(some, client.search(Client.ALL + "&type=type-1,type-2", 4));
    assertEquals(List.of(), client.search(Client.ALL + "&type=none", 4));
    assertEquals(
        inOrder.stream()
            .filter(one -> one.path("time").asText().startsWith("2026-03-01T12:00:03"))
            .toList(),
        client.search("/v1/events?from=2026-03-01T12:00:03Z&to=2026-03-01T12:00:04Z", 100));
  }

  @Test
  void a_cursor_is_for_its_own_query_alone() throws Exception {
    client.post("/v1/events", Samples.events("e", 5));
    String page = Client.ALL + "&limit=2";
    String cursor = client.get(page).json().path("cursor").asText();
    assertEquals(2, client.get(page + "&cursor=" + cursor).json().path("events").size());
    for (String other :
        List.of(
            Client.ALL + "&order=desc",
            Client.ALL + "&type=session.start",
            "/v1/events?from=2001-01-01T00:00:00Z",
            "/v1/sessions/80d9ca77-93af-443f-b33c-6fc55bd1a147/events?order=asc")) {
      client.get(other + "&cursor=" + cursor).assertProblem(400, "cursor-of-another-query");
    }
    for (String nonsense : List.of("x", "", "%00", cursor.substring(1))) {
      client.get(page + "&cursor=" + nonsense).assertProblem(400, "bad-cursor");
    }
  }

  @TestFactory
  Stream<DynamicTest> a_sample_recording_plays_as_expected() throws Exception {
    JsonNode expected =
        Samples.json(Files.readString(Samples.FOLDER.resolve("recordings/expected.json")));
    return Samples.files("recordings", ".tar").stream()
        .map(file ->
            DynamicTest.dynamicTest(
                Samples.name(file), () -> plays(file, expected.path(Samples.name(file)))));
  }

  private void plays(Path file, JsonNode expected) throws Exception {
    String sid = expected.path("sid").asText();
    byte[] bytes = Files.readAllBytes(file);
    client.upload(sid, bytes);
    JsonNode session = client.get("/v1/sessions/" + sid).json();
    JsonNode content = session.path("recording").path("content");
    assertEquals(expected.path("bytes"), session.path("recording").path("size"));
    assertEquals("whole", content.path("status").asText());
    for (String name : List.of("format", "events", "prints", "sizes", "user", "login")) {
      assertEquals(expected.path(name), content.path(name), name);
    }
    long duration = time(expected, "session_end") - time(expected, "session_start");
    assertEquals(duration, content.path("duration_ms").asLong());
    assertUploadIsLogged(sid, expected);
    Client.Answer original = client.get("/v1/sessions/" + sid + "/recording");
    assertArrayEquals(bytes, original.bytes());
    assertEquals("application/x-tar", original.type());
    Path golden =
        Samples.ROOT
            .resolve("functions/core/src/test/resources/casts")
            .resolve(Samples.name(file).replace(".tar", ".cast"));
    assertEquals(
        Files.readString(golden), client.get("/v1/sessions/" + sid + "/recording.cast").text());
    // Another one has a name of its own, and takes nothing from the first.
    client.upload(sid, "others".getBytes(UTF_8));
    assertArrayEquals(bytes, client.get("/v1/sessions/" + sid + "/recording").bytes());
  }

  private static long time(JsonNode expected, String name) {
    return Instant.parse(expected.path(name).asText()).toEpochMilli();
  }

  private void assertUploadIsLogged(String sid, JsonNode expected) throws Exception {
    List<JsonNode> events = client.search("/v1/sessions/" + sid + "/events", 10);
    assertEquals(1, events.size());
    assertEquals("session.upload", events.getFirst().path("event").asText());
    assertTrue(
        events.getFirst().toString().contains(expected.path("sha256").asText()),
        () -> events.toString());
  }

  @Test
  void head_is_answered_as_get_is_without_a_body() throws Exception {
    Path file = Samples.recording(".2018.tar");
    String sid = Samples.sid(file);
    client.upload(sid, Files.readAllBytes(file));
    for (String path :
        List.of(
            "/healthz",
            // Of others, the first answer adds one.
            "/v1/events?type=" + Client.SEARCHES,
            "/v1/sessions/" + sid,
            "/v1/sessions/" + sid + "/recording",
            "/nowhere")) {
      Client.Answer get = client.get(path);
      Client.Answer head = client.send("HEAD", path, new byte[0]);
      assertEquals(get.status() + " " + get.type(), head.status() + " " + head.type(), path);
      assertEquals(
          get.headers().firstValue("content-length"),
          head.headers().firstValue("content-length"),
          path);
      assertEquals("", head.text());
    }
    assertEquals(
        200, client.send("HEAD", "/v1/sessions/" + sid + "/recording.cast", new byte[0]).status());
  }

  @Test
  void another_method_is_answered_with_the_ones_that_there_are() throws Exception {
    for (String method : List.of("DELETE", "PATCH", "OPTIONS")) {
      Client.Answer answer = client.send(method, "/v1/events", new byte[0]);
      answer.assertProblem(405, "method-not-allowed");
      assertEquals("this path takes GET, POST, PUT", answer.json().path("detail").asText());
    }
    client.send("POST", "/healthz", new byte[] {'x'}).assertProblem(405, "method-not-allowed");
  }

  @Test
  void many_posts_at_once_are_all_taken_once() throws Exception {
    Set<String> expected = new TreeSet<>();
    List<Future<JsonNode>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(40)) {
      for (int i = 0; i < 200; i++) {
        String prefix = "p" + i / 2 + "-";
        expected.addAll(Samples.uids(prefix, 5));
        // Each batch is sent twice, as by a shipper that did not wait.
        answers.add(
            threads.submit(() -> client.post("/v1/events", Samples.events(prefix, 5)).json()));
      }
    }
    int accepted = 0;
    int duplicates = 0;
    for (Future<JsonNode> answer : answers) {
      accepted += answer.get().path("accepted").asInt(-1000);
      duplicates += answer.get().path("duplicates").asInt(-1000);
    }
    assertEquals("500 500", accepted + " " + duplicates);
    Set<String> found = new TreeSet<>();
    client.search(Client.ALL, 99).forEach(event -> found.add(event.path("uid").asText()));
    assertEquals(expected, found);
  }

  @Test
  void a_second_vault_on_the_same_data_is_told_so() throws Exception {
    String open =
        assertThrows(
                IllegalStateException.class,
                () -> LocalVault.start(LocalConfig.defaults(data), data, 0).close())
            .toString();
    assertTrue(open.contains(data.toRealPath() + "/events.db is open"), open);
    assertThrows(
        BindException.class,
        () -> LocalVault.start(LocalConfig.defaults(data), data, client.vault().getPort()).close());
    assertEquals("{\"status\":\"ok\"}", client.get("/healthz").text());
  }

  @Test
  void a_recording_that_was_put_into_the_folder_is_found_at_the_next_start() throws Exception {
    stop();
    Path file = Samples.recording(".protostream.tar");
    String sid = Samples.sid(file);
    Files.copy(file, data.resolve("recordings").resolve(sid + ".tar"));
    Files.writeString(data.resolve("recordings/.notes.tar"), "not a session");
    start();
    List<String> types = new ArrayList<>();
    for (int i = 0; i < 100 && types.isEmpty(); i++) {
      Thread.sleep(100);
      client
          .search(Client.ALL, 10)
          .forEach(
              event -> types.add(event.path("event").asText() + " " + event.path("sid").asText()));
    }
    assertEquals(List.of("session.upload " + sid), types);
    assertEquals(
        "whole",
        client
            .get("/v1/sessions/" + sid)
            .json()
            .path("recording")
            .path("content")
            .path("status")
            .asText());
    restart();
    Thread.sleep(300);
    assertEquals(1, client.search(Client.ALL, 10).size());
  }

  @Test
  void with_a_token_file_whoever_shows_what_is_in_it_is_served() throws Exception {
    stop();
    Path file = data.resolve("token");
    LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0, file);
    running.add(vault);
    client = new Client(vault.uri());
    client.get("/v1/events").assertProblem(401, "no-token");
    client.post("/v1/events", "{\"event\":\"x\"}").assertProblem(401, "no-token");
    String token = "Bearer " + Files.readString(file).strip();
    byte[] event = "{\"event\":\"x\"}".getBytes(UTF_8);
    assertEquals(200, client.send("POST", "/v1/events", event, "authorization", token).status());
    assertEquals(200, client.get("/healthz").status());
  }

  @Test
  void a_session_whose_id_is_no_uuid_has_a_recording() throws Exception {
    String sid = "my-session.1";
    byte[] bytes = Files.readAllBytes(Samples.recording(".protostream.tar"));
    client.upload(sid, bytes);
    assertEquals(200, client.get("/v1/sessions/" + sid + "/recording.cast").status());
    assertEquals(
        List.of("session.upload"),
        client.get("/v1/sessions/" + sid + "/events").json().findValuesAsText("event"));
    assertEquals(new String(bytes, UTF_8), client.get("/v1/sessions/" + sid + "/recording").text());
  }

  @Test
  void a_ticket_outlives_a_restart() throws Exception {
    byte[] bytes = Files.readAllBytes(Samples.recording(".2018.tar"));
    String sid = Samples.sid(Samples.recording(".2018.tar"));
    String query = URI.create(client.ticket(sid, bytes)).getRawQuery();
    restart();
    assertEquals(
        200, client.send("PUT", "/v1/recordings/" + sid + "/upload?" + query, bytes).status());
    assertEquals(new String(bytes, UTF_8), client.get("/v1/sessions/" + sid + "/recording").text());
  }
}
