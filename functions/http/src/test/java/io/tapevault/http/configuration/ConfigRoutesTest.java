package io.tapevault.http.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.configuration.InForce;
import io.tapevault.configuration.VaultConfig;
import io.tapevault.configuration.VaultConfig.Nodes;
import io.tapevault.configuration.VaultConfig.SessionRecording;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigRoutesTest {

  private static final VaultConfig WITH_SECRETS =
      new VaultConfig(
          8420,
          new VaultConfig.Storage("sqlite:///secret/events.db", "file:///secret/tapes", null),
          new Nodes(
              SessionRecording.PROXY,
              "file:///mnt/tapes",
              2,
              1_000_000L,
              Duration.ofMinutes(90),
              Duration.ofDays(7),
              VaultConfig.DEFAULT.nodes().alarms()),
          VaultConfig.DEFAULT.limits(),
          List.of(
              new VaultConfig.Siem(
                  SinkSpec.webhook("soc", URI.create("https://secret.example"), "secret"), false)));

  @Test
  void a_node_is_told_what_it_needs_and_no_more() throws Exception {
    HttpResponse answer = ask(WITH_SECRETS, Map.of(), Map.of());
    assertEquals(200, answer.status());
    assertEquals(
        "{\"version\":\"0\",\"session_recording\":\"proxy\",\"audit_sessions_uri\":\"file:///mnt/tapes\","
            + "\"upload\":{\"parallel\":2,\"max_bytes_per_second\":1000000},"
            + "\"grace_period\":\"5400s\",\"keep_for\":\"168h\"}",
        text(answer));
  }

  @Test
  void what_a_node_has_already_is_not_sent_again() throws Exception {
    String tag = tag(ask(WITH_SECRETS, Map.of(), Map.of()));
    for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag)) {
      HttpResponse same = ask(WITH_SECRETS, Map.of(), Map.of("if-none-match", known));
      assertEquals(304, same.status(), known);
      assertEquals(tag, tag(same));
      assertEquals("", text(same));
    }
    assertEquals(200, ask(WITH_SECRETS, Map.of(), Map.of("if-none-match", "\"other\"")).status());
    assertNotEquals(tag, tag(ask(VaultConfig.DEFAULT, Map.of(), Map.of())));
  }

  @Test
  void a_node_waits_no_longer_than_it_may() {
    String tag = tag(ask(WITH_SECRETS, Map.of(), Map.of()));
    assertEquals(
        304,
        ask(WITH_SECRETS, Map.of("wait", List.of("365d")), Map.of("if-none-match", tag)).status());
  }

  @Test
  void a_parameter_that_is_not_known_or_is_no_duration_is_a_problem() throws Exception {
    for (Map<String, List<String>> query :
        List.of(
            Map.of("wait", List.of("soon")),
            Map.of("wait", List.of("1s", "2s")),
            Map.of("wait", List.of("")),
            Map.of("waits", List.of("1s")))) {
      HttpResponse problem = ask(WITH_SECRETS, query, Map.of());
      assertEquals(400, problem.status(), query.toString());
      assertTrue(text(problem).contains("bad-parameter"), text(problem));
    }
    assertEquals(200, ask(WITH_SECRETS, Map.of("X-Amz-Date", List.of("x")), Map.of()).status());
  }

  private static HttpResponse ask(
      VaultConfig config, Map<String, List<String>> query, Map<String, String> headers) {
    Front front = Front.of(ConfigRoutes.of(InForce.fixed(config), Duration.ofMillis(50)), 1L << 30);
    return front.handle(
        new HttpRequest("GET", "/v1/config", query, headers, InputStream.nullInputStream(), "id"));
  }

  private static String tag(HttpResponse response) {
    return response.headers().getOrDefault("etag", "");
  }

  private static String text(HttpResponse response) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.content().writeTo(out);
    return out.toString(UTF_8);
  }
}
