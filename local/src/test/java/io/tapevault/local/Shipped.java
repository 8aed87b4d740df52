package io.tapevault.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Teleport's events as a shipper finds them, and how they are compared with what arrived.
final class Shipped {

  private static final JsonMapper DIGITS =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /// None has a number that a double does not hold, so that each may pass through JavaScript.
  static final List<String> EVENTS =
      List.of(
          "{\"event\":\"user.login\",\"uid\":\"u-1\",\"time\":\"2026-03-01T12:00:00.001Z\",\"code\":\"T1000I\",\"success\":true,\"user\":\"alice\"}",
          "{\"event\":\"session.command\",\"uid\":\"u-2\",\"time\":\"2026-03-01T12:00:00.002Z\",\"argv\":[\"}{\",\"][\",\"a\\\"b\",\"\\\\\",\"\"],\"program\":\"a\\nb\\tc\\u0000d\\u2028e\"}",
          "{\"event\":\"db.session.query\",\"uid\":\"u-3\",\"time\":\"2026-03-01T12:00:00.003Z\",\"db_query\":\"SELECT 'Zoë', '日本', '👩‍🚀'\",\"n\":[0,-1,1.5,9007199254740991,null,false],\"\":{}}",
          "{\"event\":\"exec\",\"uid\":\"u-4\",\"time\":\"2026-03-01T12:00:00.004Z\",\"deep\":"
              + "[".repeat(40)
              + "]".repeat(40)
              + "}",
          "{\"event\":\"exec\",\"uid\":\"u-5\",\"time\":\"2026-03-01T12:00:00.005Z\",\"command\":\""
              + "é".repeat(100_000)
              + "\"}");

  private Shipped() {}

  /// Sorted, with the digits of numbers as they were.
  static List<JsonNode> digits(List<String> events) throws IOException {
    List<JsonNode> read = new ArrayList<>();
    for (String event : events) {
      read.add(DIGITS.readTree(event));
    }
    return sorted(read);
  }

  static List<JsonNode> sorted(List<JsonNode> events) {
    return events.stream().sorted(Comparator.comparing(JsonNode::toString)).toList();
  }

  /// What there is in a vault, whole.
  static List<JsonNode> in(Client client, String token) throws IOException, InterruptedException {
    Client.Answer page =
        client.send(
            "GET", Client.ALL + "&limit=1000", new byte[0], "Authorization", "Bearer " + token);
    List<JsonNode> events = new ArrayList<>();
    DIGITS.readTree(page.bytes()).path("events").forEach(events::add);
    return sorted(events.stream().filter(event -> !isOurs(event)).toList());
  }

  /// About tokens, and about who looks.
  private static boolean isOurs(JsonNode event) {
    String type = event.path("event").asText();
    return type.startsWith("token.") || type.equals(Client.SEARCHES);
  }
}
