package io.tapevault.cli.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.cli.Tapevault;
import io.tapevault.local.config.WatchedConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForwardCommandTest {

  private static final String HOUR =
      "\"stored\":%d,\"delivered\":%d,\"excluded\":0,\"parked\":0,\"waiting\":%d,\"lost\":{}";

  @TempDir private Path folder;
  private final Map<String, String> answers = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(request);
            String answer = answers.getOrDefault(request, "404 {\"detail\":\"no\\u001b[2J\"}");
            byte[] body = answer.substring(4).getBytes(UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int forward(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    return Tapevault.commandLine()
        .setErr(new PrintWriter(err))
        .setOut(new PrintWriter(out))
        .execute(Stream.concat(Stream.of("forward"), Stream.of(args)).toArray(String[]::new));
  }

  private int ask(String... args) {
    return forward(
        Stream.concat(
                Stream.of(args),
                Stream.of("--vault", "http://127.0.0.1:" + server.getAddress().getPort()))
            .toArray(String[]::new));
  }

  private void well() {
    answers.put("GET /v1/sinks", "200 {\"sinks\":[{\"name\":\"soc\"}]}");
    answers.put(
        "GET /v1/sinks/soc",
        "200 {\"name\":\"soc\",\"paused\":false,\"state\":\"up\","
            + HOUR.formatted(12, 12, 0)
            + ",\"replays\":[],\"hours\":[{\"hour\":\"2026-03-01T11:00:00Z\","
            + HOUR.formatted(8, 8, 0)
            + "},{\"hour\":\"2026-03-01T12:00:00Z\","
            + HOUR.formatted(4, 4, 0)
            + "}]}");
  }

  @Test
  void a_siem_is_a_line_with_a_bar_for_each_hour() {
    well();
    assertEquals(0, ask("status"), err::toString);
    String[] lines = out.toString().split("\n", -1);
    assertTrue(lines[0].startsWith("SIEM"), lines[0]);
    assertEquals("soc up 12 12 0 0 0 0 █▅", lines[1].strip().replaceAll(" +", " "), out.toString());
  }

  @Test
  void one_siem_is_shown_hour_by_hour() {
    well();
    assertEquals(0, ask("status", "soc"));
    assertTrue(out.toString().contains("2026-03-01T11:00:00Z " + "█".repeat(30)), out.toString());
    assertTrue(out.toString().contains("2026-03-01T12:00:00Z " + "█".repeat(15) + " "));
  }

  @Test
  void trouble_is_said_and_ends_with_4_and_nothing_acts_on_the_terminal() {
    answers.put("GET /v1/sinks", "200 {\"sinks\":[{\"name\":\"soc\"}]}");
    answers.put(
        "GET /v1/sinks/soc",
        "200 {\"name\":\"soc\",\"state\":\"down\",\"since\":\"2026-03-01T12:00:00Z\",\"why\":\"no \\u001b[2J\","
            + HOUR.formatted(5, 0, 5)
            + ",\"oldest_waiting\":\"2026-03-01T09:00:00Z\",\"hours\":[]}");
    assertEquals(4, ask("status"));
    assertTrue(
        out.toString().contains("! down since 2026-03-01T12:00:00Z: no \\u001b[2J"),
        out.toString());
    assertFalse(out.toString().contains("\u001b"));
  }

  @Test
  void pages_are_read_to_the_end_and_added_up() throws Exception {
    answers.put(
        "GET /v1/sinks/soc",
        "200 {\"name\":\"soc\",\"state\":\"up\","
            + HOUR.formatted(3, 3, 0)
            + ",\"hours\":[{\"hour\":\"2026-03-01T11:00:00Z\"}],\"next\":\"2026-03-01T12:00:00Z\"}");
    answers.put(
        "GET /v1/sinks/soc?from=2026-03-01T12%3A00%3A00Z",
        "200 {\"name\":\"soc\",\"state\":\"up\","
            + HOUR.formatted(4, 3, 1)
            + ",\"oldest_waiting\":\"2026-03-01T12:00:00Z\",\"hours\":[{\"hour\":\"2026-03-01T12:00:00Z\"}]}");
    assertEquals(0, ask("status", "soc", "--output", "json"));
    JsonNode all = new ObjectMapper().readTree(out.toString()).path(0);
    assertEquals(
        List.of(7, 6, 1),
        List.of(
            all.path("stored").asInt(),
            all.path("delivered").asInt(),
            all.path("waiting").asInt()));
    assertEquals(2, all.path("hours").size());
    assertFalse(all.has("next"));
  }

  @Test
  void what_is_answered_wrongly_is_said_harmlessly() {
    assertEquals(1, ask("status", "x y"));
    assertEquals(
        "tapevault: http://127.0.0.1:"
            + server.getAddress().getPort()
            + " answered 404 to /v1/sinks/x%20y: no\\u001b[2J\n",
        err.toString());
  }

  @Test
  void a_replay_is_asked_for() {
    answers.put(
        "POST /v1/sinks/soc/replays?from=2026-03-01T00%3A00%3A00Z&only_missing=true",
        "202 {\"from\":\"2026-03-01T00:00:00Z\",\"to\":\"2026-03-02T00:00:00Z\"}");
    assertEquals(
        0, ask("replay", "--sink", "soc", "--from", "2026-03-01T00:00:00Z", "--only-missing"));
    assertTrue(out.toString().contains("go to soc once more"), out.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# SIEMs\nforward:\n  - name: lake\n    webhook: https://lake.example.com/in\n  - name: soc # ours\n    webhook: https://siem.example.com/in\n",
        "forward:\n- webhook: https://siem.example.com/in\n  name: \"soc\"\n",
        "forward: [{name: lake, webhook: 'https://lake.example.com'}, {name: soc, webhook: 'https://siem.example.com'}]\n"
      })
  void a_siem_is_paused_and_resumed_and_the_rest_of_the_document_stays(String document)
      throws Exception {
    Path file = WatchedConfig.file(folder.resolve("data"));
    Path given = Files.writeString(folder.resolve("given.yaml"), document);
    String data = folder.resolve("data").toString();
    assertEquals(
        0,
        Tapevault.commandLine()
            .setErr(new PrintWriter(err))
            .setOut(new PrintWriter(out))
            .execute("config", "set", "--data", data, given.toString()),
        err::toString);
    assertEquals(0, forward("pause", "soc", "--data", data), err::toString);
    String paused = Files.readString(file);
    assertTrue(paused.contains("pause: true"), paused);
    assertEquals(0, forward("pause", "soc", "--data", data));
    assertEquals("soc is paused already\n", err.toString());
    assertEquals(0, forward("resume", "soc", "--data", data), err::toString);
    assertEquals(paused.replace("pause: true", "pause: false"), Files.readString(file));
    assertEquals(1, forward("pause", "other", "--data", data));
    assertEquals("tapevault: the settings have no SIEM 'other'\n", err.toString());
  }
}
