package io.tapevault.session;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.StoredEvent;
import io.tapevault.json.EventFields;
import io.tapevault.recording.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who was where and when, as the events of a session tell. The empty string and null stand for
/// what they do not tell.
public record Session(
    String user,
    String login,
    String server,
    String cluster,
    String protocol,
    @Nullable Instant start,
    @Nullable Instant end,
    List<String> participants) {

  // What begins a session comes first, and what ends it last; a session may have any number of
  // events between.
  private static final int EDGE = 100;
  private static final Set<String> FIELDS =
      Set.of("user", "login", "server_hostname", "server_id", "cluster_name", "proto");

  /// Empty where the log has no event of it.
  static Optional<Session> of(SessionId sid, EventLog log) {
    List<StoredEvent> events =
        new ArrayList<>(log.session(sid.value(), Order.ASCENDING, null, EDGE).events());
    if (events.isEmpty()) {
      return Optional.empty();
    }
    if (events.size() == EDGE) {
      events.addAll(log.session(sid.value(), Order.DESCENDING, null, EDGE).events());
    }
    return Optional.of(tell(events.stream().map(StoredEvent::event).toList()));
  }

  private static Session tell(List<AuditEvent> events) {
    Map<String, String> fields = Map.of();
    Instant start = null;
    Instant end = null;
    Set<String> participants = new LinkedHashSet<>();
    for (AuditEvent event : events) {
      boolean begins = event.type().endsWith("session.start");
      if (begins || (fields.isEmpty() && !event.type().equals("session.upload"))) {
        fields = EventFields.of(event.json(), FIELDS);
      }
      if (begins || event.type().equals("session.join")) {
        participants.add(EventFields.of(event.json(), Set.of("user")).getOrDefault("user", ""));
      }
      start = begins ? event.time() : start;
      end = event.type().endsWith("session.end") ? event.time() : end;
    }
    participants.remove("");
    return new Session(
        fields.getOrDefault("user", ""),
        fields.getOrDefault("login", ""),
        fields.getOrDefault("server_hostname", fields.getOrDefault("server_id", "")),
        fields.getOrDefault("cluster_name", ""),
        fields.getOrDefault("proto", ""),
        start,
        end,
        List.copyOf(participants));
  }
}
