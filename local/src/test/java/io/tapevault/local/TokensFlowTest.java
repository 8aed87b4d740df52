package io.tapevault.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.local.config.LocalConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens over the wire, at a vault that asks for one.
final class TokensFlowTest {

  private static final String EVENT = "{\"event\":\"x\",\"uid\":\"u-1\"}";
  @TempDir private Path data;
  private Client client;
  private AutoCloseable running;
  private String owner;

  @BeforeEach
  void start() throws Exception {
    Path file = data.resolve("token");
    LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0, file);
    running = vault;
    owner = Files.readString(file).strip();
    client = new Client(vault.uri());
  }

  @AfterEach
  void stop() throws Exception {
    running.close();
  }

  private Client.Answer ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(method, path, body.getBytes(UTF_8), headers);
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  private JsonNode create(String name, String scope) throws Exception {
    Client.Answer answer =
        ask(
            "POST",
            "/v1/tokens",
            "{\"name\":\"%s\",\"scopes\":[\"%s\"],\"by\":\"alice\"}".formatted(name, scope),
            bearer(owner));
    assertEquals(201, answer.status(), answer::text);
    return answer.json();
  }

  @Test
  void who_may_send_may_send_by_every_door_and_read_nothing() throws Exception {
    String token = create("fluent-bit", "ingest").path("token").asText();
    String basic = Base64.getEncoder().encodeToString(("x:" + token).getBytes(UTF_8));
    for (String path :
        List.of("/v1/events", "/in/v1/events", "/services/collector/event", "/in/logs")) {
      assertEquals(200, ask("POST", path, EVENT, bearer(token)).status(), path);
      assertEquals(401, ask("POST", path, EVENT).status(), path);
    }
    for (String way : List.of("Splunk " + token, "Basic " + basic)) {
      assertEquals(
          200, ask("POST", "/services/collector/event", EVENT, "Authorization", way).status(), way);
    }
    assertEquals(
        200,
        ask(
                "POST",
                "/in/firehose",
                "{\"requestId\":\"r\",\"timestamp\":1,\"records\":[]}",
                "X-Amz-Firehose-Access-Key",
                token,
                "X-Amz-Firehose-Request-Id",
                "r")
            .status());
    ask("GET", Client.ALL, "", bearer(token)).assertProblem(403, "out-of-scope");
    ask("GET", "/v1/tokens", "", bearer(token)).assertProblem(403, "out-of-scope");
    ask("POST", "/v1/tokens", "{}", bearer(token)).assertProblem(403, "out-of-scope");
    assertEquals(401, ask("POST", "/v1/events?token=" + token, EVENT).status());
  }

  @Test
  void who_may_read_may_read_and_send_nothing() throws Exception {
    String token = create("auditor", "read").path("token").asText();
    assertEquals(200, ask("GET", Client.ALL, "", bearer(token)).status());
    ask("POST", "/v1/events", EVENT, bearer(token)).assertProblem(403, "out-of-scope");
    ask("POST", "/in/v1/events", EVENT, bearer(token)).assertProblem(403, "out-of-scope");
    ask("GET", "/v1/tokens", "", bearer(token)).assertProblem(403, "out-of-scope");
    ask("POST", "/v1/sessions/x/hold", "{}", bearer(token)).assertProblem(403, "out-of-scope");
  }

  @Test
  void two_count_at_once_and_one_that_is_revoked_counts_no_more() throws Exception {
    JsonNode old = create("fluent-bit", "ingest");
    JsonNode fresh = create("fluent-bit", "ingest");
    for (JsonNode each : List.of(old, fresh)) {
      assertEquals(
          200, ask("POST", "/in/v1/events", EVENT, bearer(each.path("token").asText())).status());
    }
    String path = "/v1/tokens/" + old.path("id").asText() + "/revoke";
    assertEquals(200, ask("POST", path, "{\"by\":\"alice\"}", bearer(owner)).status());
    ask("POST", "/in/v1/events", EVENT, bearer(old.path("token").asText()))
        .assertProblem(401, "no-token");
    assertEquals(
        200, ask("POST", "/in/v1/events", EVENT, bearer(fresh.path("token").asText())).status());
  }

  @Test
  void with_a_wrong_token_nothing_of_the_body_is_read() throws Exception {
    String wrong = create("fluent-bit", "ingest").path("token").asText().replaceAll(".$", "g");
    for (String framing : List.of("Content-Length: 24", "Transfer-Encoding: chunked")) {
      try (Socket socket = Wire.open(client.vault())) {
        Wire.send(
            socket,
            "POST /in/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + wrong
                + "\r\n"
                + framing
                + "\r\nExpect: 100-continue\r\n\r\n");
        byte[] said = socket.getInputStream().readNBytes("HTTP/1.1 401".length());
        assertEquals("HTTP/1.1 401", new String(said, ISO_8859_1), framing);
      }
    }
    assertEquals(
        0, ask("GET", Client.ALL + "&type=x", "", bearer(owner)).json().at("/events").size());
  }

  @Test
  void no_token_stands_in_a_file_or_in_what_the_vault_says() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream captured = new PrintStream(said, true, UTF_8);
    String token;
    try {
      System.setOut(captured);
      System.setErr(captured);
      JsonNode created = create("fluent-bit", "ingest");
      token = created.path("token").asText();
      ask("POST", "/in/v1/events", EVENT, bearer(token));
      ask("GET", Client.ALL, "", bearer(token));
      ask(
          "POST",
          "/v1/tokens/" + created.path("id").asText() + "/revoke",
          "{\"by\":\"a\"}",
          bearer(owner));
      ask("POST", "/in/v1/events", EVENT, bearer(token));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    String secret = token.substring(token.lastIndexOf('_') + 1);
    assertFalse(said.toString(UTF_8).contains(secret));
    int files = 0;
    try (Stream<Path> all = Files.walk(data)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertFalse(
            new String(Files.readAllBytes(file), ISO_8859_1).contains(secret), file::toString);
        files++;
      }
    }
    assertTrue(files > 2);
  }

  @Test
  void who_came_in_with_a_token_is_named_in_the_events_of_the_vault() throws Exception {
    String token = create("auditor", "read").path("token").asText();
    assertEquals(200, ask("GET", "/v1/search?q=word", "", bearer(token)).status());
    JsonNode events =
        ask("GET", Client.ALL + "&type=session.search", "", bearer(owner)).json().path("events");
    assertEquals("token:auditor", events.path(0).path("user").asText(), events::toString);
  }
}
