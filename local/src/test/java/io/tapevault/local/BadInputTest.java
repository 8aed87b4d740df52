package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.disk.sqlite.SqliteDatabase;
import io.tapevault.local.config.LocalConfig;
import io.tapevault.settings.Retention;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever comes: a clear problem, nothing stored, nothing hanging.
@Timeout(60)
final class BadInputTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String UPLOADS = "/v1/recordings/" + SID + "/uploads";

  @TempDir private Path folder;
  private AutoCloseable vault = () -> {};
  private Client client = new Client(URI.create("http://127.0.0.1"));

  @BeforeEach
  void start() throws Exception {
    Path data = folder.resolve("data");
    LocalVault started = LocalVault.start(LocalConfig.defaults(data), data, 0);
    vault = started;
    client = new Client(started.uri());
  }

  @AfterEach
  void stop() throws Exception {
    vault.close();
  }

  private void assertNothingStored() throws Exception {
    assertEquals(200, client.get("/healthz").status());
    assertEquals(List.of(), client.search(Client.ALL, 10));
    vault.close();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Path file = folder.resolve("data/events.db");
    try (SqliteDatabase database =
        SqliteDatabase.open(file, InstantSource.system(), Retention.DEFAULT)) {
      assertEquals(List.of(), database.parking().parked(today, 10));
    }
    assertEquals(Set.of("data/events.db", "data/events.db.lock", "data/ticket.key"), files());
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toSet());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "{",
        "[",
        "[1,",
        "{\"event\":\"x\"",
        "[{\"event\":\"x\"}",
        "\"text\"",
        "7",
        "<x/>",
        "[]]"
      })
  void a_body_that_is_not_json(String body) throws Exception {
    client.post("/v1/events", body).assertProblem(400, "not-json");
    assertNothingStored();
  }

  @Test
  void a_gzip_body_that_is_cut_off_or_damaged() throws Exception {
    byte[] whole = Client.gzip(Samples.events("e", 100).getBytes(UTF_8));
    for (int length : List.of(1, 5, 10, whole.length / 2, whole.length - 1)) {
      gzip(Arrays.copyOf(whole, length)).assertProblem(400, "body-cut-off");
    }
    byte[] damaged = whole.clone();
    damaged[whole.length - 6] ^= 1;
    gzip(damaged).assertProblem(400, "body-cut-off");
    client
        .send("POST", "/v1/events", new byte[] {0x1b, 3, 0}, "content-encoding", "br")
        .assertProblem(415, "unknown-encoding");
    assertNothingStored();
  }

  private Client.Answer gzip(byte[] body) throws Exception {
    return client.send("POST", "/v1/events", body, "content-encoding", "gzip");
  }

  @Test
  void a_bomb_of_200_megabytes() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bomb)) {
      byte[] spaces = new byte[1 << 20];
      Arrays.fill(spaces, (byte) ' ');
      out.write('[');
      for (int i = 0; i < 200; i++) {
        out.write(spaces);
      }
      out.write(']');
    }
    gzip(bomb.toByteArray()).assertProblem(413, "body-too-large");
    client
        .send("POST", UPLOADS, bomb.toByteArray(), "content-encoding", "gzip")
        .assertProblem(413, "body-too-large");
    assertNothingStored();
  }

  @Test
  void an_array_of_100_000_events_and_as_many_lines() throws Exception {
    String one = "{\"event\":\"x\"}";
    client
        .post("/v1/events", "[" + (one + ",").repeat(99_999) + one + "]")
        .assertProblem(413, "too-many-events");
    client.post("/v1/events", (one + "\n").repeat(100_000)).assertProblem(413, "too-many-events");
    client
        .post("/v1/events", "[" + "7,".repeat(99_999) + "x]")
        .assertProblem(413, "too-many-events");
    assertNothingStored();
  }

  @Test
  void brackets_a_million_deep_are_not_json() throws Exception {
    client.post("/v1/events", "[".repeat(1_000_000)).assertProblem(400, "not-json");
    client.post("/v1/events", "{\"a\":".repeat(200_000)).assertProblem(400, "not-json");
    assertNothingStored();
  }

  @ParameterizedTest
  @CsvSource({
    "from=yesterday, bad-parameter",
    "to=2026-01-01, bad-parameter",
    "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z, bad-parameter",
    "order=up, bad-parameter",
    "limit=0, bad-parameter",
    "limit=10001, bad-parameter",
    "limit=-1, bad-parameter",
    "limit=1e3, bad-parameter",
    "limit=99999999999999999999, bad-parameter",
    "cursor=AAAA, bad-cursor",
    "limit, bad-parameter",
    "nobody, bad-parameter",
    "=1, bad-parameter",
  })
  void a_parameter_that_is_not_valid(String query, String code) throws Exception {
    client.get("/v1/events?" + query).assertProblem(400, code);
    client.get("/v1/sessions/" + SID + "/events?" + query).assertProblem(400, code);
  }

  @Test
  void a_session_that_nobody_knows() throws Exception {
    client.get("/v1/sessions/" + SID).assertProblem(404, "unknown-session");
    client.get("/v1/sessions/" + SID + "/events").assertProblem(404, "unknown-session");
    client.get("/v1/sessions/" + SID + "/recording").assertProblem(404, "no-recording");
    client.get("/v1/sessions/" + SID + "/recording.cast").assertProblem(404, "no-recording");
    client.post("/v1/events", Samples.event("e", SID, 1));
    client.get("/v1/sessions/" + SID + "/recording.cast").assertProblem(404, "no-recording");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%2F..%2Fetc%2Fpasswd",
        "%2e%2e%2f%2e%2e%2fevents.db",
        "..%5c..%5cx",
        "..",
        ".",
        ".80d9ca77",
        "-80d9ca77",
        "80d9ca77%20",
        "80d9ca77%7f",
        "%c3%a9",
        "%2e%2e",
      })
  void a_session_id_that_is_none(String sid) throws Exception {
    for (String path : List.of("/recording", "/recording.cast")) {
      raw("GET /v1/sessions/" + sid + path, "").assertProblem(400, "bad-session-id");
    }
    // Events may say any text.
    for (String path : List.of("", "/events")) {
      raw("GET /v1/sessions/" + sid + path, "").assertProblem(404, "unknown-session");
    }
    raw("POST /v1/recordings/" + sid + "/uploads", "{}").assertProblem(400, "bad-session-id");
    raw("PUT /v1/recordings/" + sid + "/upload", "x").assertProblem(400, "bad-session-id");
    assertNothingStored();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/sessions/../../etc/passwd",
        "/v1/events/",
        "/v1/sessions//events",
        "/v1",
        "/V1/events"
      })
  void a_path_that_is_none(String path) throws Exception {
    raw("GET " + path, "").assertProblem(404, "no-such-route");
    assertNothingStored();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/sessions/../../../recordings/x/recording",
        "/v1/sessions/%00/recording",
        "/v1/sessions/80d9ca77-93af-443f-b33c-6fc55bd1a147%00",
      })
  void a_path_above_the_root_or_with_a_nul(String path) throws Exception {
    raw("GET " + path, "").assertProblem(400, "bad-request");
    assertNothingStored();
  }

  /// As it is spelled here: a client would tidy the path up.
  private Client.Answer raw(String line, String body) throws Exception {
    try (Socket socket = new Socket(client.vault().getHost(), client.vault().getPort())) {
      socket.setSoTimeout(20_000);
      String request =
          line
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(UTF_8));
      String answer = read(socket.getInputStream());
      int head = answer.indexOf("\r\n\r\n");
      assertTrue(head > 0, answer);
      boolean problem =
          answer
              .substring(0, head)
              .toLowerCase(Locale.ROOT)
              .contains("content-type: application/problem+json");
      return new Client.Answer(
          Integer.parseInt(answer.substring(9, 12)),
          HttpHeaders.of(
              Map.of("content-type", List.of(problem ? "application/problem+json" : "")),
              (name, value) -> true),
          answer.substring(head + 4).getBytes(UTF_8));
    }
  }

  private static String read(InputStream in) throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';400;not-json",
        "{;400;not-json",
        "[];400;not-json",
        "{} {};400;not-json",
        "{};400;bad-upload",
        "{\"size\":0,\"sha256\":\"x\"};400;bad-upload",
        "{\"size\":-5};400;bad-upload",
        "{\"size\":\"10\"};400;bad-upload",
        "{\"size\":10,\"sha256\":\"ABC\"};400;bad-upload",
        "{\"size\":99999999999999999999999999};413;recording-too-large",
      })
  void an_announcement_that_is_not_right(String body, int status, String code) throws Exception {
    client.post(UPLOADS, body).assertProblem(status, code);
    assertNothingStored();
  }

  @Test
  void other_bytes_than_announced_and_tickets_of_nobody() throws Exception {
    byte[] bytes = "the recording".getBytes(UTF_8);
    String url = client.ticket(SID, bytes);
    client
        .send("PUT", url, "the recordinG".getBytes(UTF_8))
        .assertProblem(400, "upload-not-as-announced");
    client.send("PUT", url, "the".getBytes(UTF_8)).assertProblem(400, "upload-not-as-announced");
    client
        .send("PUT", url, "the recording and more".getBytes(UTF_8))
        .assertProblem(400, "upload-not-as-announced");
    client
        .send("PUT", url.replace("size=13", "size=14"), bytes)
        .assertProblem(403, "ticket-not-valid");
    client
        .send("PUT", "/v1/recordings/" + SID + "/upload", bytes)
        .assertProblem(403, "ticket-not-valid");
    assertNothingStored();
  }

  @Test
  void a_body_that_breaks_off() throws Exception {
    String url = client.ticket(SID, new byte[1000]).substring(client.vault().toString().length());
    for (String line : List.of("POST /v1/events", "PUT " + url)) {
      try (Socket socket = new Socket(client.vault().getHost(), client.vault().getPort())) {
        socket.setSoTimeout(20_000);
        socket
            .getOutputStream()
            .write(
                (line
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"event\":\"x\"}")
                    .getBytes(UTF_8));
        socket.shutdownOutput();
        String answer = read(socket.getInputStream());
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      }
    }
    assertNothingStored();
  }

  @Test
  void a_tarball_that_climbs_out_of_its_folder_is_kept_as_it_is_and_goes_nowhere()
      throws Exception {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (String name : List.of("../../evil", "/tmp/evil", "../" + SID + ".session.log")) {
      tar.write(Tar.entry(name, "evil".getBytes(UTF_8)));
    }
    tar.write(new byte[1024]);
    byte[] bytes = tar.toByteArray();
    client.upload(SID, bytes);
    client.get("/v1/sessions/" + SID + "/recording.cast").assertProblem(422, "recording-corrupt");
    client
        .get("/v1/sessions/" + SID + "/recording.cast?partial=true")
        .assertProblem(422, "recording-corrupt");
    assertEquals("unreadable", content().path("status").asText(), () -> "content");
    assertArrayEquals(bytes, client.get("/v1/sessions/" + SID + "/recording").bytes());
    assertTrue(files().stream().noneMatch(file -> file.contains("evil")), () -> "evil");
  }

  @Test
  void a_stream_that_is_cut_off_is_shown_only_as_far_as_it_goes_and_only_when_asked_for()
      throws Exception {
    byte[] whole = Files.readAllBytes(Samples.recording(".protostream.tar"));
    client.upload(SID, Arrays.copyOf(whole, whole.length / 2));
    Client.Answer cast = client.get("/v1/sessions/" + SID + "/recording.cast");
    cast.assertProblem(422, "recording-cut-off");
    assertEquals("cut-off", content().path("status").asText());
    assertTrue(!content().path("reason").asText().isEmpty());
    Client.Answer partial = client.get("/v1/sessions/" + SID + "/recording.cast?partial=true");
    assertEquals(200, partial.status());
    JsonNode last = Samples.json(partial.text().lines().toList().getLast());
    assertEquals("m", last.path(1).asText(), last::toString);
  }

  @Test
  void any_bytes_may_be_uploaded_and_are_never_shown_as_a_recording() throws Exception {
    client.upload(SID, "not a recording at all".getBytes(UTF_8));
    client.get("/v1/sessions/" + SID + "/recording.cast").assertProblem(422, "recording-corrupt");
    assertEquals("unreadable", content().path("status").asText());
  }

  private JsonNode content() throws Exception {
    return client.get("/v1/sessions/" + SID).json().path("recording").path("content");
  }
}
