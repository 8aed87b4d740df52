package io.tapevault.siem.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.json.EventJson;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Events as a log gives them.
final class Events {

  private static final Instant RECEIVED = Instant.parse("2026-11-22T14:00:00Z");

  private Events() {}

  static StoredEvent event(String json) {
    AuditEvent event = (AuditEvent) EventJson.read(json.getBytes(UTF_8), RECEIVED);
    return new StoredEvent(event.key(), event, false);
  }

  static StoredEvent event(String session, int index, String more) {
    return event(
        "{\"event\":\"session.command\",\"uid\":\"%s-%d\",\"sid\":\"%s\",\"ei\":%d,\"text\":\"%s\"}"
            .formatted(session, index, session, index, more));
  }

  static List<StoredEvent> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> event("s", i, "é")).toList();
  }
}
