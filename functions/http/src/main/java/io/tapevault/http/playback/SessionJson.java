package io.tapevault.http.playback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.alarm.NoRecording;
import io.tapevault.json.Json;
import io.tapevault.session.Playback;
import io.tapevault.session.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a session, as JSON. What nobody told is left out.
final class SessionJson {

  private SessionJson() {}

  /// `none` says why there is no recording.
  static byte[] write(
      String sid,
      Optional<Session> told,
      Optional<Playback.Recorded> recording,
      Optional<NoRecording> none) {
    return Json.object(json -> {
      json.writeStringField("sid", sid);
      if (told.isPresent()) {
        session(json, told.get());
      }
      if (recording.isPresent()) {
        Playback.Recorded recorded = recording.get();
        json.writeObjectFieldStart("recording");
        json.writeNumberField("size", recorded.object().size());
        json.writeStringField("uploaded", recorded.object().written().toString());
        json.writeFieldName("content");
        json.writeRawValue(new String(recorded.summary(), UTF_8));
        json.writeEndObject();
      }
      if (none.isPresent()) {
        json.writeStringField("no_recording", none.get().label());
      }
    });
  }

  private static void session(JsonGenerator json, Session session) throws IOException {
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

  private static void text(JsonGenerator json, String name, String text) throws IOException {
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
