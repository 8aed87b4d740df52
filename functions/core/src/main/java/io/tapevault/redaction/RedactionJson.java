package io.tapevault.redaction;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.recording.masking.Mask;
import io.tapevault.recording.masking.Mask.Span;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A redaction as it is kept.
final class RedactionJson {

  private String by = "";
  private String reason = "";
  private String at = "";
  private final List<Span> spans = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  private RedactionJson() {}

  static byte[] write(Redaction redaction) {
    return Json.object(json -> {
      json.writeStringField("by", redaction.by());
      json.writeStringField("reason", redaction.reason());
      json.writeStringField("at", redaction.at().toString());
      redaction.writeSpans(json);
      json.writeArrayFieldStart("texts");
      for (String text : redaction.mask().texts()) {
        json.writeString(text);
      }
      json.writeEndArray();
    });
  }

  static Redaction read(String text) throws IOException {
    RedactionJson read = new RedactionJson();
    JsonReader.document("redaction", () -> JsonReader.JSON.createParser(text), read::members);
    try {
      return new Redaction(
          new Mask(read.spans, read.texts), read.by, read.reason, Instant.parse(read.at));
    } catch (DateTimeException e) {
      throw new Malformed("a redaction has no time");
    }
  }

  private void members(JsonParser json) throws IOException {
    JsonReader.object(
        "redaction",
        json,
        name -> {
          switch (name) {
            case "by" -> by = JsonReader.text(name, json);
            case "reason" -> reason = JsonReader.text(name, json);
            case "at" -> at = JsonReader.text(name, json);
            case "texts" ->
                JsonReader.array(name, json, () -> texts.add(JsonReader.text(name, json)));
            case "spans" -> JsonReader.array(name, json, () -> spans.add(span(json)));
            default -> throw new Malformed("a redaction has no '" + name + "'");
          }
        });
  }

  private static Span span(JsonParser json) throws IOException {
    long[] ends = {-1, -1};
    JsonReader.object(
        "span",
        json,
        name -> {
          switch (name) {
            case "from_ms" -> ends[0] = json.getLongValue();
            case "to_ms" -> ends[1] = json.getLongValue();
            default -> throw new Malformed("a span has no '" + name + "'");
          }
        });
    return new Span(ends[0], ends[1]);
  }
}
