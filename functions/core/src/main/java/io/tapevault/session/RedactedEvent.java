package io.tapevault.session;

import io.tapevault.event.AuditEvent;
import io.tapevault.recording.SessionId;
import io.tapevault.redaction.Redaction;
import io.tapevault.redaction.Redactions.Numbered;

/// `recording.redacted`: who hid what of a recording, and why; of texts, how many. The same
/// redaction always gives the same event.
final class RedactedEvent {

  private static final String TYPE = "recording.redacted";
  // Before those of holds and of expiry.
  private static final int INDEX = Integer.MAX_VALUE - 5;

  private RedactedEvent() {}

  static AuditEvent of(SessionId sid, Numbered numbered) {
    Redaction redaction = numbered.redaction();
    String time = redaction.at().toString();
    String name = String.join("/", TYPE, sid.value(), Integer.toString(numbered.number()), time);
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", TYPE);
          json.writeStringField("code", "TVR02I");
          json.writeStringField("uid", OwnEvents.uid(name));
          json.writeStringField("time", time);
          json.writeStringField("sid", sid.value());
          json.writeNumberField("ei", INDEX);
          json.writeStringField("user", redaction.by());
          json.writeStringField("reason", redaction.reason());
          json.writeNumberField("number", numbered.number());
          json.writeNumberField("texts", redaction.mask().texts().size());
          redaction.writeSpans(json);
        },
        redaction.at());
  }
}
