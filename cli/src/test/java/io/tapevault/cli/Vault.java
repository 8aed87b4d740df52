package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A vault in another process, over HTTP.
public record Vault(URI uri) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// Throws an [IOException] when there is no answer; that of another status than 200 is an error.
  public JsonNode post(String path, String body) throws IOException, InterruptedException {
    return JSON.readTree(send(request(path).POST(BodyPublishers.ofString(body))));
  }

  byte[] get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  void upload(String sid, byte[] bytes, String sha256) throws IOException, InterruptedException {
    JsonNode ticket =
        post(
            "/v1/recordings/" + sid + "/uploads",
            "{\"size\":" + bytes.length + ",\"sha256\":\"" + sha256 + "\"}");
    send(
        HttpRequest.newBuilder(URI.create(ticket.path("url").asText()))
            .timeout(Duration.ofSeconds(30))
            .PUT(BodyPublishers.ofByteArray(bytes)));
    // When it has been read through, session.upload is in the log.
    get("/v1/sessions/" + sid);
  }

  /// Every event, but those that tell of searches.
  public List<JsonNode> events() throws IOException, InterruptedException {
    List<JsonNode> events = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          JSON.readTree(get("/v1/events?from=2000-01-01T00:00:00Z&limit=10000" + cursor));
      for (JsonNode event : page.path("events")) {
        if (!event.path("event").asText().equals("audit.search")) {
          events.add(event);
        }
      }
      String next = page.path("cursor").asText();
      cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, UTF_8);
    } while (!cursor.isEmpty());
    return events;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(30));
  }

  private static byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    assertEquals(200, answer.statusCode(), () -> new String(answer.body(), UTF_8));
    return answer.body();
  }
}
