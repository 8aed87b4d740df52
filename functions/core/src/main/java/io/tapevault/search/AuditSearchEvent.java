package io.tapevault.search;

import io.tapevault.event.AuditEvent;
import io.tapevault.session.OwnEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// `audit.search`: somebody looked for events, took them along, or read one that was parked. Who
/// asks the same again within a minute has one such event.
public final class AuditSearchEvent {

  public static final String TYPE = "audit.search";

  /// What was asked for.
  public enum What {
    SEARCH,
    /// The events of one session.
    SESSION,
    EXPORT,
    /// How many there are, and when.
    HISTOGRAM,
    /// One event by its `uid`.
    EVENT,
    /// One of those that were refused.
    PARKED
  }

  /// What was asked: of what, a session or a parked event, where it was of one; and with which
  /// words.
  public record Asked(What what, String of, String query) {}

  private AuditSearchEvent() {}

  /// By whom, which is empty where nobody is known.
  public static AuditEvent of(Asked asked, String user, Instant time) {
    String minute = time.truncatedTo(ChronoUnit.MINUTES).toString();
    String kind = asked.what().name().toLowerCase(Locale.ROOT);
    String name = String.join("\0", TYPE, kind, minute, user, asked.of(), asked.query());
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", TYPE);
          json.writeStringField("uid", OwnEvents.uid(name));
          json.writeStringField("time", minute);
          json.writeStringField("what", kind);
          if (!asked.of().isEmpty()) {
            json.writeStringField("of", asked.of());
          }
          json.writeStringField("query", asked.query());
          if (!user.isEmpty()) {
            json.writeStringField("user", user);
          }
        },
        time);
  }
}
