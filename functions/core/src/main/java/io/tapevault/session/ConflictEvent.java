package io.tapevault.session;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.event.AuditEvent;
import io.tapevault.recording.UploadTickets.There.OtherThere;
import io.tapevault.recording.UploadTickets.Upload;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// `recording.conflict`: a node has announced another recording than the one that is stored. Both
/// are kept.
public final class ConflictEvent {

  private static final String TYPE = "recording.conflict";
  // Before Teleport's own last ones, which readers look for at the end of a session.
  private static final int INDEX = Integer.MAX_VALUE - 2;

  private ConflictEvent() {}

  /// Each time that it is announced is an event of its own.
  public static AuditEvent of(Upload announced, OtherThere stored, Instant time) {
    String at = time.truncatedTo(ChronoUnit.MILLIS).toString();
    String name = String.join("/", TYPE, announced.sid().session().value(), announced.sha256(), at);
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", TYPE);
          json.writeStringField("uid", OwnEvents.uid(name));
          json.writeStringField("time", at);
          json.writeStringField("sid", announced.sid().session().value());
          json.writeNumberField("ei", INDEX);
          if (!announced.node().isEmpty()) {
            json.writeStringField("node", announced.node());
          }
          bytes(json, "announced", announced.size(), announced.sha256());
          bytes(json, "stored", stored.size(), stored.sha256());
        },
        time);
  }

  private static void bytes(JsonGenerator json, String name, long size, String sha256)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("size", size);
    json.writeStringField("sha256", sha256);
    json.writeEndObject();
  }
}
