package io.tapevault.forwarding.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Refused;
import io.tapevault.json.EventJson;
import io.tapevault.json.Json;
import java.time.Instant;
import java.util.UUID;

/// `tapevault.sink.down` and `tapevault.sink.up`. Of one state it is the same, whoever makes it and
/// how often.
final class SinkEvent {

  private SinkEvent() {}

  static AuditEvent of(String sink, SinkState state) {
    String type = state.down() ? "tapevault.sink.down" : "tapevault.sink.up";
    String identity = type + '/' + sink + '/' + state.since();
    Instant before = state.before();
    byte[] json =
        Json.object(event -> {
          event.writeStringField("event", type);
          event.writeStringField("code", state.down() ? "TVS01W" : "TVS02I");
          event.writeStringField(
              "uid", UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)).toString());
          event.writeStringField("time", state.since().toString());
          event.writeStringField("sink", sink);
          if (state.down()) {
            event.writeStringField("why", state.why());
          } else if (before != null) {
            event.writeStringField("down_since", before.toString());
          }
        });
    return switch (EventJson.read(json, state.since())) {
      case AuditEvent event -> event;
      case Refused refused ->
          throw new IllegalStateException(type + " is no event: " + refused.detail());
    };
  }
}
