package io.tapevault.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Refused;
import io.tapevault.json.EventJson;
import io.tapevault.json.Json;
import java.time.Instant;
import java.util.UUID;

/// Events that we write ourselves.
public final class OwnEvents {

  private OwnEvents() {}

  public static AuditEvent event(Json.Members members, Instant time) {
    return switch (EventJson.read(Json.object(members), time)) {
      case AuditEvent event -> event;
      case Refused refused ->
          throw new IllegalStateException("an event of ours is none: " + refused.detail());
    };
  }

  /// The same for the same name: what is written again is the same event.
  public static String uid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
  }
}
