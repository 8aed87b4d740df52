package io.tapevault.search;

import io.tapevault.event.AuditEvent;
import io.tapevault.session.OwnEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// `session.search`: somebody looked for words in recordings. Who asks the same within a minute,
/// for the next page or again, has one such event.
public final class SearchEvent {

  private static final String TYPE = "session.search";

  private SearchEvent() {}

  /// By whom, which is empty where nobody is known; `question` is all that was asked.
  public static AuditEvent of(String words, String question, String user, Instant time) {
    String minute = time.truncatedTo(ChronoUnit.MINUTES).toString();
    String name = String.join("/", TYPE, minute, user, question);
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", TYPE);
          json.writeStringField("uid", OwnEvents.uid(name));
          json.writeStringField("time", minute);
          json.writeStringField("q", words);
          if (!user.isEmpty()) {
            json.writeStringField("user", user);
          }
        },
        time);
  }
}
