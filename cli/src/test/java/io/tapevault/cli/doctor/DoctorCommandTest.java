package io.tapevault.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.cli.Tapevault;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {

  @TempDir private Path data;
  private StringWriter err = new StringWriter();
  private StringWriter out = new StringWriter();

  private int doctor(String vault, String... more) {
    err = new StringWriter();
    out = new StringWriter();
    String[] args = new String[3 + more.length];
    System.arraycopy(new String[] {"doctor", "--vault", vault}, 0, args, 0, 3);
    System.arraycopy(more, 0, args, 3, more.length);
    return Tapevault.commandLine()
        .setErr(new PrintWriter(err, true))
        .setOut(new PrintWriter(out, true))
        .execute(args);
  }

  private static void post(LocalVault vault, String events) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(vault.uri().resolve("/v1/events"))
              .POST(HttpRequest.BodyPublishers.ofString(events))
              .build();
      assertEquals(200, http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    }
  }

  @Test
  void an_empty_vault_is_well() throws Exception {
    try (LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      assertEquals(0, doctor(vault.uri().toString()), err::toString);
      assertEquals(
          List.of(
              "ok   settings    those by default",
              "ok   SIEMs       none is configured",
              "ok   nodes       0 are well",
              "ok   parked      nothing today",
              "ok   recordings  none is missing"),
          out.toString().lines().toList());
    }
  }

  @Test
  void whatever_is_to_be_looked_at_is_named_with_what_to_do() throws Exception {
    String ended = Instant.now().minus(Duration.ofDays(3)).toString();
    try (LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      post(
          vault,
          """
          {"event":"tapevault.node.heartbeat","node":"web-1","troubles":["no\\u001b[2Jroom"]}
          {"no":"event"}
          {"event":"session.end","sid":"gone","ei":1,"time":"%1$s"}
          {"event":"recording.missing","sid":"gone","ei":9}
          {"event":"recording.missing","sid":"off","ei":9}
          {"event":"session.end","sid":"off","ei":1,"time":"%1$s","session_recording":"off"}
          """
              .formatted(ended));
      assertEquals(4, doctor(vault.uri().toString()), err::toString);
      String said = out.toString();
      assertTrue(said.contains("!    node web-1  troubled, heard at "), said);
      assertTrue(said.chars().noneMatch(c -> c == 27), said);
      assertTrue(said.contains("!    parked      something was refused today: "), said);
      assertTrue(said.contains("!    recording   that of gone is missing\n"), said);
      assertEquals(1, said.lines().filter(line -> line.contains("is missing")).count(), said);

      assertEquals(4, doctor(vault.uri().toString(), "--output", "json"));
      JsonNode json = new ObjectMapper().readTree(out.toString());
      assertEquals(false, json.path("well").asBoolean(true));
      assertEquals("settings", json.path("findings").path(0).path("about").asText());
    }
  }

  @Test
  void one_event_and_one_recording_go_the_whole_way() throws Exception {
    try (LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      assertEquals(0, doctor(vault.uri().toString(), "--end-to-end"), () -> err + "" + out);
      List<String> lines = out.toString().lines().skip(5).toList();
      assertEquals(
          List.of("post", "search", "upload", "play", "verify", "clock"),
          lines.stream().map(line -> line.split(" +", -1)[1]).toList());
      assertTrue(lines.stream().allMatch(line -> line.startsWith("ok   ")), out::toString);
    }
  }

  @Test
  void what_a_vault_does_not_do_is_named_and_what_depends_on_it_left_out() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          boolean config = exchange.getRequestURI().getPath().equals("/v1/config");
          byte[] said =
              (config
                      ? "{\"version\":\"0\"}"
                      : "{\"Message\":\"User: u is not authorized to perform: execute-api:Invoke on"
                          + " resource: r\"}")
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(config ? 200 : 403, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    other.start();
    try {
      String vault = "http://127.0.0.1:" + other.getAddress().getPort();
      assertEquals(4, doctor(vault, "--end-to-end"), () -> err + "" + out);
      List<String> wrong = out.toString().lines().filter(line -> line.startsWith("!")).toList();
      assertEquals(
          List.of("settings", "SIEMs", "nodes", "parked", "recordings", "post", "upload"),
          wrong.stream().map(line -> line.split(" +", -1)[1]).toList(),
          out::toString);
      assertTrue(
          wrong.get(5).contains("answered 403 to /v1/events: User: u is not"), out::toString);
      assertTrue(out.toString().contains("IngestPolicyArn"), out::toString);
      assertTrue(out.toString().contains("execute-api:Invoke"), out::toString);
    } finally {
      other.stop(0);
    }
  }

  @Test
  void a_stage_is_a_deployment_and_no_other_vault() {
    assertEquals(2, doctor("http://127.0.0.1:1", "--stage", "prod"));
    assertTrue(err.toString().contains("--stage and --vault"), err::toString);
  }

  @Test
  void a_vault_that_does_not_answer_is_said() {
    assertEquals(1, doctor("http://127.0.0.1:1"));
    assertTrue(err.toString().contains("does not answer"), err.toString());
  }
}
