package io.tapevault.session;

import io.tapevault.event.AuditEvent;
import io.tapevault.recording.SessionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// `session.recording.access`: somebody was given a recording, or a part of it.
///
/// It is no event of that session, at whose end readers look for its last events: so it names the
/// session as `session_id`. Who asks for a recording piece by piece has one such event a minute.
public final class AccessEvent {

  private static final String TYPE = "session.recording.access";

  /// What was given.
  public enum What {
    RECORDING,
    /// The same, by the route of those who may have what others are not shown.
    ORIGINAL,
    CAST,
    STREAM,
    /// What a reader saw, as text.
    TRANSCRIPT,
    /// A moment of it.
    PICTURE,
    /// One file to play it from.
    PAGE
  }

  private AccessEvent() {}

  /// By whom, which is empty where nobody is known. The same within a minute is the same event.
  public static AuditEvent of(SessionId sid, What what, String user, Instant time) {
    String minute = time.truncatedTo(ChronoUnit.MINUTES).toString();
    String given = what.name().toLowerCase(Locale.ROOT);
    String name = String.join("/", TYPE, sid.value(), given, minute, user);
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", TYPE);
          json.writeStringField("uid", OwnEvents.uid(name));
          json.writeStringField("time", minute);
          json.writeStringField("session_id", sid.session().value());
          if (sid.isOther()) {
            json.writeStringField("recording", sid.value());
          }
          json.writeStringField("what", given);
          if (!user.isEmpty()) {
            json.writeStringField("user", user);
          }
        },
        time);
  }
}
