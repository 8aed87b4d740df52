package io.tapevault.session;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.json.EventFields;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.UploadTickets.Upload;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `session.upload`: a recording has arrived. The same recording always gives the same event.
public final class UploadEvent {

  static final String TYPE = "session.upload";

  // Teleport's own index for it, the largest 32-bit integer: it sorts last.
  private static final int INDEX = Integer.MAX_VALUE;

  private UploadEvent() {}

  /// Those of the sessions whose recording has arrived, as far as the log has it at its usual
  /// place.
  public static Set<String> arrived(EventLog log, Collection<String> sessions) {
    return log
        .find(sessions.stream().map(session -> new EventKey(session, INDEX)).toList())
        .stream()
        .filter(there -> there.event().type().equals(TYPE))
        .map(there -> there.key().session())
        .collect(Collectors.toSet());
  }

  /// Whether the log has one already that tells of this recording: Teleport's tells of none in
  /// particular.
  static boolean isIn(EventLog log, Upload stored) {
    return log.find(List.of(new EventKey(stored.sid().value(), INDEX))).stream()
        .map(there -> there.event())
        .filter(event -> event.type().equals(TYPE))
        .map(event -> EventFields.of(event.json(), Set.of("sha256")).get("sha256"))
        .anyMatch(sha256 -> sha256 == null || sha256.equals(stored.sha256()));
  }

  /// `summary` is empty where the recording cannot be read.
  static AuditEvent of(
      Upload stored, URI location, Instant written, Optional<RecordingSummary> summary) {
    Instant time = written.truncatedTo(ChronoUnit.MILLIS);
    return OwnEvents.event(
        event -> {
          event.writeStringField("event", TYPE);
          event.writeStringField("code", "T2005I");
          event.writeStringField(
              "uid", OwnEvents.uid(TYPE + "/" + stored.sid() + '/' + stored.sha256()));
          event.writeStringField("time", time.toString());
          event.writeStringField("sid", stored.sid().value());
          event.writeNumberField("ei", INDEX);
          event.writeStringField("url", location.toString());
          event.writeNumberField("size", stored.size());
          event.writeStringField("sha256", stored.sha256());
          if (!stored.node().isEmpty()) {
            event.writeStringField("node", stored.node());
          }
          if (summary.isPresent()) {
            event.writeStringField("format", summary.get().format().label());
            @Nullable Instant first = summary.get().span().start();
            @Nullable Instant last = summary.get().span().end();
            if (first != null && last != null) {
              event.writeStringField("first_event", first.toString());
              event.writeStringField("last_event", last.toString());
            }
          }
        },
        time);
  }
}
