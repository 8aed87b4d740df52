package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.alarm.Counted;
import io.tapevault.json.Json;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/// Numbers that CloudWatch takes out of a function's log and makes metrics of: a line in its
/// embedded metric format.
public record Metrics(Consumer<String> log, InstantSource clock) {

  void put(String function, Map<Counted, Long> numbers) {
    byte[] json =
        Json.object(line -> {
          line.writeObjectFieldStart("_aws");
          line.writeNumberField("Timestamp", clock.millis());
          line.writeArrayFieldStart("CloudWatchMetrics");
          line.writeStartObject();
          line.writeStringField("Namespace", Counted.NAMESPACE);
          line.writeArrayFieldStart("Dimensions");
          line.writeStartArray();
          line.writeString(Counted.DIMENSION);
          line.writeEndArray();
          line.writeEndArray();
          line.writeArrayFieldStart("Metrics");
          for (Counted counted : numbers.keySet()) {
            line.writeStartObject();
            line.writeStringField("Name", counted.metric());
            line.writeStringField("Unit", "Count");
            line.writeEndObject();
          }
          line.writeEndArray();
          line.writeEndObject();
          line.writeEndArray();
          line.writeEndObject();
          line.writeStringField(Counted.DIMENSION, function);
          for (Map.Entry<Counted, Long> number : numbers.entrySet()) {
            line.writeNumberField(number.getKey().metric(), number.getValue());
          }
        });
    log.accept(new String(json, UTF_8));
  }
}
