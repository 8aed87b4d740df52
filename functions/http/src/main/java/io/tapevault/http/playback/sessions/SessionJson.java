package io.tapevault.http.playback.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.alarm.NoRecording;
import io.tapevault.hold.Hold;
import io.tapevault.http.playback.holds.HoldJson;
import io.tapevault.json.Json;
import io.tapevault.session.Playback;
import io.tapevault.session.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a session, as JSON. What nobody told is left out.
final class SessionJson {

  private SessionJson() {}

  /// What is known of it beside its recording; `none` says why there is none, and `others` are the
  /// recordings that came after the first, by their names.
  record Known(
      Optional<Session> told,
      Optional<Hold> hold,
      Optional<NoRecording> none,
      Map<String, Playback.Recorded> others) {}

  static byte[] write(String sid, Known known, Optional<Playback.Recorded> recording) {
    return Json.object(json -> {
      json.writeStringField("sid", sid);
      if (known.told().isPresent()) {
        told(json, known.told().get());
      }
      if (known.hold().isPresent()) {
        HoldJson.said(json, "hold", known.hold().get().placed());
      }
      if (recording.isPresent()) {
        json.writeObjectFieldStart("recording");
        recorded(json, recording.get());
        json.writeEndObject();
      }
      if (!known.others().isEmpty()) {
        json.writeArrayFieldStart("other_recordings");
        for (Map.Entry<String, Playback.Recorded> other : known.others().entrySet()) {
          json.writeStartObject();
          json.writeStringField("sid", other.getKey());
          recorded(json, other.getValue());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      if (known.none().isPresent()) {
        json.writeStringField("no_recording", known.none().get().label());
      }
    });
  }

  private static void recorded(JsonGenerator json, Playback.Recorded recorded) throws IOException {
    json.writeNumberField("size", recorded.object().size());
    json.writeStringField("uploaded", recorded.object().written().toString());
    if (recorded.redactions() > 0) {
      json.writeNumberField("redactions", recorded.redactions());
    }
    json.writeFieldName("content");
    json.writeRawValue(new String(recorded.summary(), UTF_8));
  }

  static void told(JsonGenerator json, Session session) throws IOException {
    text(json, "user", session.user());
    text(json, "login", session.login());
    text(json, "server", session.server());
    text(json, "cluster_name", session.cluster());
    text(json, "proto", session.protocol());
    time(json, "start", session.start());
    time(json, "end", session.end());
    json.writeArrayFieldStart("participants");
    for (String participant : session.participants()) {
      json.writeString(participant);
    }
    json.writeEndArray();
    if (session.partial()) {
      json.writeBooleanField("partial", true);
    }
  }

  static void text(JsonGenerator json, String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(name, text);
    }
  }

  private static void time(JsonGenerator json, String name, @Nullable Instant time)
      throws IOException {
    if (time != null) {
      json.writeStringField(name, time.toString());
    }
  }
}
