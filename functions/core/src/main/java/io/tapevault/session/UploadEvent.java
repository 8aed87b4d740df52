package io.tapevault.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Refused;
import io.tapevault.json.EventJson;
import io.tapevault.json.Json;
import io.tapevault.recording.SessionId;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/// `session.upload`: a recording has arrived. The same recording always gives the same event.
public final class UploadEvent {

  // Teleport's own index for it, the largest 32-bit integer: it sorts last.
  private static final int INDEX = Integer.MAX_VALUE;

  private UploadEvent() {}

  public static AuditEvent of(
      SessionId sid, URI location, Instant written, long size, String sha256) {
    byte[] json =
        Json.object(event -> {
          event.writeStringField("event", "session.upload");
          event.writeStringField("code", "T2005I");
          event.writeStringField(
              "uid",
              UUID.nameUUIDFromBytes(("session.upload/" + sid + '/' + sha256).getBytes(UTF_8))
                  .toString());
          event.writeStringField("time", written.toString());
          event.writeStringField("sid", sid.value());
          event.writeNumberField("ei", INDEX);
          event.writeStringField("url", location.toString());
          event.writeNumberField("size", size);
          event.writeStringField("sha256", sha256);
        });
    return switch (EventJson.read(json, written)) {
      case AuditEvent event -> event;
      case Refused refused ->
          throw new IllegalStateException("session.upload is no event: " + refused.detail());
    };
  }
}
