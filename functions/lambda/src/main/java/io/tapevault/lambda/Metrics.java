package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.json.Json;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/// Numbers that CloudWatch takes out of a function's log and makes metrics of: a line in its
/// embedded metric format.
public record Metrics(Consumer<String> log, InstantSource clock) {

  /// As alarms name them.
  public static final String NAMESPACE = "Tapevault";

  public static final String FUNCTION = "FunctionName";

  void put(String function, SortedMap<String, Long> numbers) {
    byte[] json =
        Json.object(line -> {
          line.writeObjectFieldStart("_aws");
          line.writeNumberField("Timestamp", clock.millis());
          line.writeArrayFieldStart("CloudWatchMetrics");
          line.writeStartObject();
          line.writeStringField("Namespace", NAMESPACE);
          line.writeArrayFieldStart("Dimensions");
          line.writeStartArray();
          line.writeString(FUNCTION);
          line.writeEndArray();
          line.writeEndArray();
          line.writeArrayFieldStart("Metrics");
          for (String name : numbers.keySet()) {
            line.writeStartObject();
            line.writeStringField("Name", name);
            line.writeStringField("Unit", "Count");
            line.writeEndObject();
          }
          line.writeEndArray();
          line.writeEndObject();
          line.writeEndArray();
          line.writeEndObject();
          line.writeStringField(FUNCTION, function);
          for (Map.Entry<String, Long> number : numbers.entrySet()) {
            line.writeNumberField(number.getKey(), number.getValue());
          }
        });
    log.accept(new String(json, UTF_8));
  }
}
