package io.tapevault.http.playback.holds;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.hold.Hold;
import io.tapevault.hold.Hold.Said;
import io.tapevault.json.Json;
import java.io.IOException;
import java.util.List;

/// Holds as JSON.
public final class HoldJson {

  private HoldJson() {}

  static byte[] one(Hold hold) {
    return Json.object(json -> members(json, hold));
  }

  /// `next` is where a list goes on; empty where it ends.
  static byte[] list(List<Hold> holds, String next) {
    return Json.object(json -> {
      json.writeArrayFieldStart("holds");
      for (Hold hold : holds) {
        json.writeStartObject();
        members(json, hold);
        json.writeEndObject();
      }
      json.writeEndArray();
      if (!next.isEmpty()) {
        json.writeStringField("next", next);
      }
    });
  }

  private static void members(JsonGenerator json, Hold hold) throws IOException {
    json.writeStringField("sid", hold.session());
    said(json, "placed", hold.placed());
    if (hold.released() != null) {
      said(json, "released", hold.released());
    }
  }

  public static void said(JsonGenerator json, String name, Said said) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("by", said.by());
    json.writeStringField("reason", said.reason());
    json.writeStringField("at", said.at().toString());
    json.writeEndObject();
  }
}
