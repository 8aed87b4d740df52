package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// What nodes and auditors do over HTTP, and nothing that they could not.
public record Client(URI vault, HttpClient http) {

  static final String SEARCHES = "audit.search";
  static final String ALL = "/v1/events?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public Client(URI vault) {
    this(vault, HTTP);
  }

  @SuppressWarnings("ArrayRecordComponent") // it is never compared
  public record Answer(int status, HttpHeaders headers, byte[] bytes) {
    public String text() {
      return new String(bytes, UTF_8);
    }

    public JsonNode json() throws IOException {
      return JSON.readTree(bytes);
    }

    String type() {
      return headers.firstValue("content-type").orElse("");
    }

    /// Holds it to be a problem of this type, and a whole one.
    public void assertProblem(int expected, String code) throws IOException {
      assertEquals(expected, status, this::text);
      assertEquals("application/problem+json", type());
      JsonNode problem = json();
      List<String> names = new ArrayList<>();
      problem.fieldNames().forEachRemaining(names::add);
      assertEquals(List.of("type", "title", "status", "detail", "instance"), names);
      assertEquals("urn:tapevault:problem:" + code, problem.path("type").asText(), this::text);
      assertEquals(expected, problem.path("status").asInt());
    }
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, new byte[0]);
  }

  public Answer post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body.getBytes(UTF_8));
  }

  public Answer send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    URI uri = path.startsWith("http") ? URI.create(path) : URI.create(vault + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(answer.statusCode(), answer.headers(), answer.body());
  }

  /// Every event, as it is found in pages, but those that tell of such searches where they are not
  /// asked for.
  List<JsonNode> search(String path, int limit) throws IOException, InterruptedException {
    List<JsonNode> events = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = get(path + (path.contains("?") ? "&" : "?") + "limit=" + limit + cursor);
      assertEquals(200, page.status(), page::text);
      for (JsonNode event : page.json().path("events")) {
        if (path.contains(SEARCHES) || !event.path("event").asText().equals(SEARCHES)) {
          events.add(event);
        }
      }
      String next = page.json().path("cursor").asText();
      cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, UTF_8);
    } while (!cursor.isEmpty());
    return events;
  }

  /// Waits while it is being made.
  Answer made(String path) throws Exception {
    Instant end = Instant.now().plusSeconds(60);
    Answer answer = get(path);
    while (answer.status() == 202 && Instant.now().isBefore(end)) {
      assertEquals("2", answer.headers().firstValue("retry-after").orElse(""));
      Thread.sleep(50);
      answer = get(path);
    }
    assertEquals(200, answer.status(), answer::text);
    return answer;
  }

  /// The URL of a ticket for these bytes.
  String ticket(String sid, byte[] bytes) throws Exception {
    Answer ticket = announce(sid, bytes);
    assertEquals(200, ticket.status(), ticket::text);
    return ticket.json().path("url").asText();
  }

  Answer announce(String sid, byte[] bytes) throws Exception {
    return post(
        "/v1/recordings/" + sid + "/uploads",
        "{\"size\":" + bytes.length + ",\"sha256\":\"" + sha256(bytes) + "\"}");
  }

  /// Until it has been read through, which is when `session.upload` is in the log.
  public void upload(String sid, byte[] bytes) throws Exception {
    Answer put = send("PUT", ticket(sid, bytes), bytes);
    assertEquals(200, put.status(), put::text);
    get("/v1/sessions/" + sid);
  }

  public static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }
}
