package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.json.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// Where numbers about a SIEM go.
public interface SinkMetrics {

  String NAMESPACE = "Tapevault";
  String SINK = "Sink";

  /// To CloudWatch, which takes them from a function's log (Embedded Metric Format): one line of
  /// JSON.
  SinkMetrics IN_THE_LOG =
      (sink, numbers) -> System.out.println(line(sink, numbers, Instant.now()));

  void write(String sink, Map<String, Long> numbers);

  static String line(String sink, Map<String, Long> numbers, Instant now) {
    byte[] json =
        Json.object(out -> {
          out.writeObjectFieldStart("_aws");
          out.writeNumberField("Timestamp", now.toEpochMilli());
          out.writeArrayFieldStart("CloudWatchMetrics");
          out.writeStartObject();
          out.writeStringField("Namespace", NAMESPACE);
          out.writeArrayFieldStart("Dimensions");
          out.writeStartArray();
          out.writeString(SINK);
          out.writeEndArray();
          out.writeEndArray();
          out.writeArrayFieldStart("Metrics");
          for (String name : numbers.keySet()) {
            out.writeStartObject();
            out.writeStringField("Name", named(name));
            out.writeStringField("Unit", "Count");
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
          out.writeEndArray();
          out.writeEndObject();
          out.writeStringField(SINK, sink);
          for (Map.Entry<String, Long> number : numbers.entrySet()) {
            out.writeNumberField(named(number.getKey()), number.getValue());
          }
        });
    return new String(json, UTF_8);
  }

  private static String named(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
