package io.tapevault.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.json.EventJson;
import java.time.Instant;

/// Events as a log gives them.
public final class Stored {

  private static final Instant RECEIVED = Instant.parse("2026-11-22T14:00:00Z");

  private Stored() {}

  public static AuditEvent event(String json) {
    return (AuditEvent) EventJson.read(json.getBytes(UTF_8), RECEIVED);
  }

  public static StoredEvent stored(String json) {
    AuditEvent event = event(json);
    return new StoredEvent(event.key(), event, false);
  }
}
