package io.tapevault.siem.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.json.EventJson;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Events as a log gives them.
final class Events {

  private static final Instant RECEIVED = Instant.parse("2026-11-22T14:00:00Z");

  private Events() {}

  static Outgoing event(String json) {
    AuditEvent event = (AuditEvent) EventJson.read(json.getBytes(UTF_8), RECEIVED);
    return outgoing(event, false);
  }

  static Outgoing outgoing(AuditEvent event, boolean conflict) {
    return new Outgoing(new StoredEvent(event.key(), event, conflict), event.json());
  }

  static Outgoing event(String session, int index, String more) {
    return event(
        "{\"event\":\"session.command\",\"uid\":\"%s-%d\",\"sid\":\"%s\",\"ei\":%d,\"text\":\"%s\"}"
            .formatted(session, index, session, index, more));
  }

  static List<Outgoing> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> event("s", i, "é")).toList();
  }
}
