package io.tapevault.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.alarm.Register.Entry;
import io.tapevault.event.AuditEvent;
import io.tapevault.json.EventFields;
import io.tapevault.json.Json;
import io.tapevault.recording.SessionId;
import io.tapevault.session.OwnEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A session that has ended: when, from when on its recording is missing, when that is told, and
/// whether it was.
record EndedSession(String sid, Instant ended, Instant due, Instant alarm, boolean told) {

  private static final String TYPE = "session.end";
  // What comes late comes together: the recordings of a node that was away, too.
  private static final Duration AFTER_HEARING = Duration.ofHours(1);
  private static final Set<String> SAID = Set.of("session_recording", "synthetic");
  private static final Set<String> MEMBERS = Set.of("due", "alarm", "told");
  // Before Teleport's own last events, and that of a conflict.
  private static final int INDEX = Integer.MAX_VALUE - 3;

  /// Empty where it is no end of a session that has, or will have, a recording.
  static Optional<EndedSession> of(AuditEvent event, Instant heard, Duration missingAfter) {
    String session = event.session();
    if (!event.type().equals(TYPE) || session == null || SessionId.parse(session).isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> said = EventFields.of(event.json(), SAID);
    if ("off".equals(said.get("session_recording")) || "true".equals(said.get("synthetic"))) {
      return Optional.empty();
    }
    Instant due = event.time().plus(missingAfter);
    Instant earliest = heard.plus(AFTER_HEARING);
    return Optional.of(
        new EndedSession(
            session, event.time(), due, due.isBefore(earliest) ? earliest : due, false));
  }

  static EndedSession of(Entry entry) {
    Map<String, String> fields = EventFields.of(entry.text(), MEMBERS);
    Instant due = Times.parse(fields.get("due")).orElse(entry.at());
    return new EndedSession(
        entry.name(),
        entry.at(),
        due,
        Times.parse(fields.get("alarm")).orElse(due),
        "true".equals(fields.get("told")));
  }

  EndedSession whenTold() {
    return new EndedSession(sid, ended, due, alarm, true);
  }

  Entry entry() {
    byte[] json =
        Json.object(entry -> {
          entry.writeStringField("due", due.toString());
          entry.writeStringField("alarm", alarm.toString());
          entry.writeBooleanField("told", told);
        });
    return new Entry(sid, ended, new String(json, UTF_8));
  }

  /// The same however often it is made.
  AuditEvent missing() {
    String type = "recording.missing";
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", type);
          json.writeStringField("code", "TVR01W");
          json.writeStringField("uid", OwnEvents.uid(type + '/' + sid + '/' + ended));
          json.writeStringField("time", alarm.toString());
          json.writeStringField("sid", sid);
          json.writeNumberField("ei", INDEX);
          json.writeStringField("session_stop", ended.toString());
        },
        alarm);
  }
}
