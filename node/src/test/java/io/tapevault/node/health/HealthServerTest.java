package io.tapevault.node.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HealthServerTest {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final Report REPORT =
      new Report(
          "web-1",
          NOW,
          Duration.ofMinutes(2),
          new TreeMap<>(
              Map.of(
                  "audit",
                  new Progress(
                      1,
                      100,
                      Optional.of(new Progress.Oldest(NOW.minusSeconds(7), "a half line")),
                      40,
                      0,
                      Optional.of("no \"room\"")),
                  "recordings",
                  new Progress(0, 0, Optional.empty(), 3, 2, Optional.empty()))),
          new Report.Traffic(1, 5000, List.of("the clock is wrong")));

  private @Nullable HealthServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        HealthServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> REPORT);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void metrics_are_as_prometheus_reads_them() throws Exception {
    HttpResponse<String> answer = get("/metrics");
    assertEquals("text/plain; version=0.0.4", answer.headers().firstValue("content-type").get());
    assertEquals(
        """
        tapevault_node_pending{part="audit"} 1
        tapevault_node_pending{part="recordings"} 0
        tapevault_node_pending_bytes{part="audit"} 100
        tapevault_node_pending_bytes{part="recordings"} 0
        tapevault_node_oldest_seconds{part="audit"} 7
        tapevault_node_oldest_seconds{part="recordings"} 0
        tapevault_node_confirmed_total{part="audit"} 40
        tapevault_node_confirmed_total{part="recordings"} 3
        tapevault_node_quarantined{part="audit"} 0
        tapevault_node_quarantined{part="recordings"} 2
        tapevault_node_trouble{part="audit"} 1
        tapevault_node_trouble{part="recordings"} 0
        tapevault_node_uploads 1
        tapevault_node_sent_bytes_total 5000
        tapevault_node_troubles 3
        tapevault_node_up_seconds 120
        """,
        answer
            .body()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line + "\n")
            .reduce("", String::concat));
    assertEquals(
        List.of(
            "# HELP tapevault_node_pending Logs with lines, or recordings, that wait.",
            "# TYPE tapevault_node_pending gauge"),
        answer.body().lines().limit(2).toList());
  }

  @Test
  void the_status_names_everything_that_somebody_has_to_look_at() throws Exception {
    assertEquals(
        "{\"node\":\"web-1\",\"version\":\"0.1.0\",\"time\":\"2026-11-25T12:00:00Z\",\"up_seconds\":120,"
            + "\"audit\":{\"pending\":1,\"pending_bytes\":100,\"oldest_seconds\":7,"
            + "\"oldest_waits_because\":\"a half line\",\"confirmed\":40,"
            + "\"quarantined\":0},"
            + "\"recordings\":{\"pending\":0,\"pending_bytes\":0,\"oldest_seconds\":0,"
            + "\"confirmed\":3,\"quarantined\":2},"
            + "\"uploads\":1,\"sent_bytes\":5000,"
            + "\"troubles\":[\"the clock is wrong\",\"audit: no \\\"room\\\"\","
            + "\"recordings: 2 in quarantine\"]}\n",
        get("/status").body());
  }

  @Test
  void nothing_else_is_there_and_nothing_for_a_page() throws Exception {
    assertEquals(404, get("/").statusCode());
    assertEquals(405, send(request("/status").POST(BodyPublishers.noBody())).statusCode());
    assertEquals(
        403, send(request("/status").header("Origin", "https://evil.example")).statusCode());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    int port = server == null ? 0 : server.port();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }
}
