package io.tapevault.session;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.json.EventFields;
import io.tapevault.json.Json;
import io.tapevault.recording.RecordingFormat;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.UploadTickets.Upload;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `session.upload`: a recording has arrived. The same recording always gives the same event.
public final class UploadEvent {

  static final String TYPE = "session.upload";

  /// Names another recording than the session's first.
  static final String RECORDING = "recording";

  /// What kind of a session it is of, where that is none with a terminal.
  public static final String KIND = "session_kind";

  private static final Pattern KINDS =
      Pattern.compile("^(?:windows\\.)?(app|db|desktop)\\.session\\.");

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
    // Of another recording, the log itself knows whether it has this event.
    return log.find(List.of(new EventKey(stored.sid().value(), INDEX))).stream()
        .map(there -> there.event())
        .filter(event -> event.type().equals(TYPE))
        .map(event -> EventFields.of(event.json(), Set.of("sha256", "size")))
        .anyMatch(told -> tellsOf(stored, told.get("sha256"), told.get("size")));
  }

  /// What has no digest is told by its size.
  private static boolean tellsOf(Upload stored, @Nullable String sha256, @Nullable String size) {
    return stored.sha256().isEmpty()
        ? size == null || size.equals(Long.toString(stored.size()))
        : sha256 == null || sha256.equals(stored.sha256());
  }

  /// Of one that is too large to be read through: as the store tells it. The digest and `crc64nvme`
  /// may be empty.
  static AuditEvent ofUnread(
      Upload stored,
      URI location,
      Instant written,
      Optional<RecordingFormat> format,
      String crc64nvme) {
    String name = String.join("/", stored.sha256(), crc64nvme, stored.size() + "-" + written);
    return event(
        stored,
        stored.sha256().isEmpty() ? name : stored.sha256(),
        location,
        written,
        event -> {
          if (!crc64nvme.isEmpty()) {
            event.writeStringField("crc64nvme", crc64nvme);
          }
          if (format.isPresent()) {
            event.writeStringField("format", format.get().label());
          }
        });
  }

  /// `summary` is empty where the recording cannot be read.
  static AuditEvent of(
      Upload stored, URI location, Instant written, Optional<RecordingSummary> summary) {
    return event(
        stored,
        stored.sha256(),
        location,
        written,
        event -> {
          if (summary.isPresent()) {
            event.writeStringField("format", summary.get().format().label());
            Optional<String> kind = kind(summary.get());
            if (kind.isPresent()) {
              event.writeStringField(KIND, kind.get());
            }
            @Nullable Instant first = summary.get().span().start();
            @Nullable Instant last = summary.get().span().end();
            if (first != null && last != null) {
              event.writeStringField("first_event", first.toString());
              event.writeStringField("last_event", last.toString());
            }
          }
        });
  }

  /// The kind of a session that has an event of this type, where it is none with a terminal.
  public static Optional<String> kind(String type) {
    Matcher kind = KINDS.matcher(type);
    return kind.find() ? Optional.of(kind.group(1)) : Optional.empty();
  }

  private static Optional<String> kind(RecordingSummary summary) {
    return summary.eventsByType().keySet().stream()
        .flatMap(type -> kind(type).stream())
        .findFirst();
  }

  private static AuditEvent event(
      Upload stored, String name, URI location, Instant written, Json.Members further) {
    Instant time = written.truncatedTo(ChronoUnit.MILLIS);
    return OwnEvents.event(
        event -> {
          event.writeStringField("event", TYPE);
          event.writeStringField("code", "T2005I");
          event.writeStringField("uid", OwnEvents.uid(TYPE + "/" + stored.sid() + '/' + name));
          event.writeStringField("time", time.toString());
          event.writeStringField("sid", stored.sid().session().value());
          if (stored.sid().isOther()) {
            event.writeStringField(RECORDING, stored.sid().value());
          }
          event.writeNumberField("ei", INDEX);
          event.writeStringField("url", location.toString());
          event.writeNumberField("size", stored.size());
          if (!stored.sha256().isEmpty()) {
            event.writeStringField("sha256", stored.sha256());
          }
          if (!stored.node().isEmpty()) {
            event.writeStringField("node", stored.node());
          }
          further.writeTo(event);
        },
        time);
  }
}
