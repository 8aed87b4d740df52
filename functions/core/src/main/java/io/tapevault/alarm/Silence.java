package io.tapevault.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.alarm.Register.Entry;
import io.tapevault.event.AuditEvent;
import io.tapevault.json.EventFields;
import io.tapevault.json.Json;
import io.tapevault.session.OwnEvents;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// That a node fell silent: when it was last heard, from when on it counts as silent, whether that
/// was told, and when it was heard again. Its events are the same however often they are made.
record Silence(String node, Instant lastHeard, Instant since, boolean told, @Nullable Instant end) {

  private static final Set<String> MEMBERS = Set.of("since", "told", "end");

  static Silence of(NodeHealth node) {
    return new Silence(node.name(), node.heard(), node.silentAt(), false, null);
  }

  static Silence of(Entry entry) {
    Map<String, String> fields = EventFields.of(entry.text(), MEMBERS);
    return new Silence(
        entry.name(),
        entry.at(),
        Times.parse(fields.get("since")).orElse(entry.at()),
        "true".equals(fields.get("told")),
        Times.parse(fields.get("end")).orElse(null));
  }

  Silence whenTold() {
    return new Silence(node, lastHeard, since, true, end);
  }

  Silence endedAt(Instant heard) {
    return new Silence(node, lastHeard, since, told, heard);
  }

  Entry entry() {
    byte[] json =
        Json.object(entry -> {
          entry.writeStringField("since", since.toString());
          entry.writeBooleanField("told", told);
          if (end != null) {
            entry.writeStringField("end", end.toString());
          }
        });
    return new Entry(node, lastHeard, new String(json, UTF_8));
  }

  AuditEvent began() {
    return event("tapevault.node.silent", "TVN01W", since);
  }

  AuditEvent ended(Instant heard) {
    return event("tapevault.node.heard", "TVN01I", heard);
  }

  private AuditEvent event(String type, String code, Instant time) {
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", type);
          json.writeStringField("code", code);
          json.writeStringField("uid", OwnEvents.uid(type + '/' + node + '/' + lastHeard));
          json.writeStringField("time", time.toString());
          json.writeStringField("node", node);
          json.writeStringField("last_heard", lastHeard.toString());
        },
        time);
  }
}
