package io.tapevault.session;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.json.EventFields;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.RecordingSummary.Span;
import io.tapevault.recording.UploadTickets.Upload;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The end of a session that nobody has told of: `session.end`, or that of another kind of session,
/// marked as synthetic. A recording is uploaded when its session is over.
final class EndEvent {

  private static final int PAGE = 1_000;
  private static final String START = "session.start";
  private static final String SYNTHETIC = "synthetic";
  private static final Map<String, String> CODES =
      Map.of(
          "session.end", "T2004I",
          "app.session.end", "T2011I",
          "db.session.end", "TDB01I",
          "windows.desktop.session.end", "TDP01I");

  private EndEvent() {}

  /// Empty where the recording or the log has an end, or the recording may have one that cannot be
  /// read.
  static Optional<AuditEvent> missing(Upload stored, RecordingSummary summary, EventLog log) {
    boolean readAsFarAsItGoes =
        switch (summary.verdict().status()) {
          case WHOLE, NO_TERMINAL, CUT_OFF, DAMAGED -> true;
          case ENCRYPTED, TOO_LARGE, UNREADABLE -> false;
        };
    Instant start = summary.span().start();
    Instant end = summary.span().end();
    if (!readAsFarAsItGoes || summary.span().ended() || start == null || end == null) {
      return Optional.empty();
    }
    return isEnded(stored.sid().session().value(), log)
        ? Optional.empty()
        : Optional.of(of(stored, summary, start, end));
  }

  /// The last events first, for there it stands.
  private static boolean isEnded(String session, EventLog log) {
    Long before = null;
    EventPage page;
    do {
      page = log.session(session, Order.DESCENDING, before, PAGE);
      if (page.events().stream().anyMatch(one -> one.event().type().endsWith("session.end"))) {
        return true;
      }
      before = page.end() == null ? null : page.end().key().index();
    } while (page.more());
    return false;
  }

  private static AuditEvent of(
      Upload stored, RecordingSummary summary, Instant start, Instant end) {
    String type = type(summary);
    Span span = summary.span();
    return OwnEvents.event(
        event -> {
          event.writeStringField("event", type);
          event.writeStringField("code", CODES.getOrDefault(type, "T2004I"));
          event.writeStringField(
              "uid", OwnEvents.uid(type + "/" + stored.sid() + '/' + stored.sha256()));
          event.writeStringField("time", end.toString());
          event.writeStringField("sid", stored.sid().session().value());
          event.writeNumberField("ei", span.lastIndex() + 1);
          event.writeBooleanField(SYNTHETIC, true);
          event.writeStringField("user", summary.origin().user());
          event.writeStringField("login", summary.origin().login());
          event.writeStringField("server_hostname", summary.origin().server());
          event.writeBooleanField("interactive", !summary.sizes().isEmpty());
          event.writeArrayFieldStart("participants");
          if (!summary.origin().user().isEmpty()) {
            event.writeString(summary.origin().user());
          }
          event.writeEndArray();
          event.writeStringField("session_start", start.toString());
          event.writeStringField("session_stop", end.toString());
        },
        end);
  }

  private static String type(RecordingSummary summary) {
    return summary.eventsByType().keySet().stream()
        .filter(type -> type.endsWith(START))
        .findFirst()
        .map(type -> type.substring(0, type.length() - "start".length()) + "end")
        .orElse("session.end");
  }

  /// Whether nobody told of this end.
  static boolean isSynthetic(AuditEvent end) {
    return "true".equals(EventFields.of(end.json(), Set.of(SYNTHETIC)).get(SYNTHETIC));
  }
}
