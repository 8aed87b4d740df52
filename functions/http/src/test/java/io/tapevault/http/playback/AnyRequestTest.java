package io.tapevault.http.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.http.HttpRequest;
import io.tapevault.http.Route;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import io.tapevault.samples.EventSamples;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever is sent to whatever route: it is answered, and never by a fault of ours.
final class AnyRequestTest {

  private static final int REQUESTS = 20_000;
  private static final List<Route> ROUTES = List.of(Route.values());
  private static final List<String> SIDS =
      List.of(
          "80d9ca77-93af-443f-b33c-6fc55bd1a147", "s", "ü", "%00", "%zz", "..", "x".repeat(5_000));
  private static final List<String> VALUES =
      List.of(
          "",
          "1",
          "-1",
          "0",
          "10000",
          "99999999999",
          "asc",
          "desc",
          "true",
          "a,,b",
          "\u0000",
          "2026-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00Z",
          "2016-12-31T23:59:60Z",
          "\ud800",
          "AAAA",
          "MTow",
          "x".repeat(3_000));
  private static final List<String> PARAMETERS =
      List.of(
          "from",
          "to",
          "type",
          "order",
          "limit",
          "cursor",
          "partial",
          "user",
          "state",
          "kind",
          "active_at",
          "offset",
          "bytes",
          "q",
          "text",
          "");
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "TRACE", "get", "");
  private static final List<String> TYPES =
      List.of(
          "", "application/json", "application/x-ndjson", "text/plain; charset=utf-16", "\u0000");
  private static final List<String> ENCODINGS =
      List.of("", "gzip", "br", "identity", "GZIP ", "\u0000");
  // What a mutation puts in the place of something.
  private static final List<String> BITS =
      List.of(
          "100e2147483647",
          "1e-2147483648",
          "-0",
          "9".repeat(1_500),
          "\u0000",
          "\\u0000",
          "\\ud800",
          "\u009b",
          "\u202e",
          "[[[[[[",
          "{",
          "}",
          "\"",
          "\\",
          ",",
          ":",
          "null",
          "\n",
          "\ufeff",
          "\"event\":\"x\",",
          "\"ei\":9223372036854775808,",
          "\"time\":\"-0001-01-01T00:00:00Z\",");

  private final Random random = new Random(11);
  private final House house = new House();
  private final List<byte[]> bodies = new ArrayList<>();
  private final List<String> cursors = new ArrayList<>(VALUES);

  @Test
  void no_request_whatever_earns_a_fault_seed_11() throws Exception {
    for (Path sample : EventSamples.accepted()) {
      bodies.add(EventSamples.bytes(sample));
    }
    for (Path sample : EventSamples.refused()) {
      bodies.add(EventSamples.bytes(sample));
    }
    bodies.add(EventSamples.batch("batch.json"));
    bodies.add("{\"size\":10240,\"sha256\":\"%s\"}".formatted("a".repeat(64)).getBytes(UTF_8));
    bodies.removeIf(body -> body.length > 50_000);
    house.store.write(
        new ObjectKey.Recording(new SessionId(SIDS.getFirst())),
        out -> out.write("nothing that can be played".repeat(100).getBytes(UTF_8)));
    for (int i = 0; i < REQUESTS; i++) {
      HttpRequest request = request();
      House.Answer answer = house.ask(request);
      assertTrue(
          answer.status() >= 200 && answer.status() < 500,
          () -> answer.status() + " to " + request + " " + new String(answer.body(), UTF_8));
      boolean isJson = "application/json".equals(answer.headers().get("content-type"));
      if (answer.status() == 200 && random.nextInt(10) == 0 && isJson) {
        cursors.add(answer.json().path("cursor").asText());
      }
    }
  }

  private HttpRequest request() {
    Route route = ROUTES.get(random.nextInt(ROUTES.size()));
    String path = route.path().replaceAll("\\{.*}", one(SIDS).replace("\\", "").replace("$", ""));
    Map<String, List<String>> query = new HashMap<>();
    for (int n = random.nextInt(3); n > 0; n--) {
      String name = one(PARAMETERS);
      String value = name.equals("cursor") ? one(cursors) : one(VALUES);
      query.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
    }
    Map<String, String> headers =
        Map.of("content-type", one(TYPES), "content-encoding", one(ENCODINGS));
    String method = random.nextInt(5) > 0 ? route.method() : one(METHODS);
    return new HttpRequest(
        method,
        random.nextInt(20) > 0 ? path : path + one(VALUES),
        query,
        headers,
        new ByteArrayInputStream(body()),
        "r");
  }

  private byte[] body() {
    byte[] body = bodies.get(random.nextInt(bodies.size())).clone();
    for (int n = random.nextInt(4); n > 0 && body.length > 0; n--) {
      body = random.nextBoolean() ? flipped(body) : replaced(body);
    }
    return body;
  }

  private byte[] flipped(byte[] body) {
    body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    return body;
  }

  private byte[] replaced(byte[] body) {
    String text = new String(body, UTF_8);
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(12));
    return (text.substring(0, from) + one(BITS) + text.substring(to)).getBytes(UTF_8);
  }

  private String one(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
