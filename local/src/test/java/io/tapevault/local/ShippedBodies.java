package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The same events as each door has them.
final class ShippedBodies {

  private ShippedBodies() {}

  /// A door, and what a body of events looks like there.
  record AtDoor(String name, String path, String type, Function<IntFunction<String>, Form> form) {

    byte[] body(String event, int events, int characters) {
      Form form = form().apply(number -> event(event, number, characters));
      return form.of(events);
    }

    String[] headers() {
      return new String[] {"Content-Type", type, "X-Amz-Firehose-Request-Id", "r-" + name};
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// A body of so many events.
  interface Form {
    byte[] of(int events);
  }

  private static String event(String type, int number, int characters) {
    return "{\"event\":\"%s\",\"uid\":\"%s-%d\",\"time\":\"2026-03-01T12:00:00Z\",\"text\":\"%s\"}"
        .formatted(type, type, number, "ü😀" + "x".repeat(characters));
  }

  static List<AtDoor> doors() {
    String json = "application/json";
    return List.of(
        new AtDoor(
            "ours", "/v1/events", "application/x-ndjson", event -> joined(event, "", "\n", "")),
        new AtDoor("handler", "/in/events.log", json, event -> joined(event, "", "", "")),
        new AtDoor(
            "hec",
            "/in/services/collector/event",
            json,
            event -> joined(n -> "{\"event\":" + event.apply(n) + "}", "", "", "")),
        new AtDoor(
            "otlp-json",
            "/in/v1/logs",
            json,
            event ->
                joined(
                    n -> "{\"body\":{\"stringValue\":\"" + quoted(event.apply(n)) + "\"}}",
                    "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[",
                    ",",
                    "]}]}]}")),
        new AtDoor(
            "otlp-protobuf",
            "/in/v1/logs",
            "application/x-protobuf",
            event -> events -> protobuf(event, events)),
        new AtDoor(
            "firehose",
            "/in/firehose",
            json,
            event ->
                joined(
                    n ->
                        "{\"data\":\""
                            + Base64.getEncoder().encodeToString(event.apply(n).getBytes(UTF_8))
                            + "\"}",
                    "{\"requestId\":\"r-firehose\",\"timestamp\":1698860579000,\"records\":[",
                    ",",
                    "]}")),
        new AtDoor(
            "cloudevents",
            "/in/cloudevents",
            "application/cloudevents-batch+json",
            event ->
                joined(
                    n ->
                        "{\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"/s\",\"type\":\"t\",\"data\":%s}"
                            .formatted(n, event.apply(n)),
                    "[",
                    ",",
                    "]")),
        new AtDoor(
            "logs",
            "/in/logs",
            json,
            event -> joined(n -> "{\"log\":\"" + quoted(event.apply(n)) + "\"}", "", "\n", "\n")));
  }

  private static Form joined(IntFunction<String> event, String begin, String between, String end) {
    return events ->
        IntStream.range(0, events)
            .mapToObj(event)
            .collect(Collectors.joining(between, begin, end))
            .getBytes(UTF_8);
  }

  private static String quoted(String json) {
    return json.replace("\"", "\\\"");
  }

  /// opentelemetry-proto by its numbers: resource_logs 1, scope_logs 2, log_records 2, body 5,
  /// string_value 1.
  private static byte[] protobuf(IntFunction<String> event, int events) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < events; i++) {
      byte[] body = field(5, field(1, event.apply(i).getBytes(UTF_8)));
      records.writeBytes(field(2, body));
    }
    return field(1, field(2, records.toByteArray()));
  }

  private static byte[] field(int number, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 6);
    out.write((number << 3) | 2);
    int length = bytes.length;
    while (length > 0x7f) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(bytes);
    return out.toByteArray();
  }
}
