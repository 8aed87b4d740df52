package io.tapevault.http.playback.events;

import io.tapevault.event.Histogram;
import io.tapevault.json.Json;
import java.time.Instant;
import java.util.Map;

/// How many events there were, as JSON.
final class HistogramJson {

  private HistogramJson() {}

  static byte[] write(Histogram histogram, HistogramParameters asked) {
    return Json.object(json -> {
      json.writeStringField("from", asked.query().from().toString());
      json.writeStringField("to", asked.query().to().toString());
      json.writeNumberField("step_seconds", asked.step().toSeconds());
      json.writeArrayFieldStart("steps");
      for (Map.Entry<Instant, Histogram.Step> one : histogram.steps().entrySet()) {
        Histogram.Step step = one.getValue();
        json.writeStartObject();
        json.writeStringField("time", one.getKey().toString());
        json.writeNumberField("events", step.events());
        json.writeObjectFieldStart("types");
        for (Map.Entry<String, Long> type : step.types().entrySet()) {
          json.writeNumberField(type.getKey(), type.getValue());
        }
        json.writeEndObject();
        if (step.others() > 0) {
          json.writeNumberField("others", step.others());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      if (histogram.until() != null) {
        json.writeStringField("until", histogram.until().toString());
      }
    });
  }
}
