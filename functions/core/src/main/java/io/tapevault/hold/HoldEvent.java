package io.tapevault.hold;

import io.tapevault.event.AuditEvent;
import io.tapevault.hold.Hold.Said;
import io.tapevault.session.OwnEvents;

/// `tapevault.hold.placed` and `tapevault.hold.released`. The same hold always gives the same
/// events.
final class HoldEvent {

  // Before Teleport's own last ones, which readers look for at the end of a session.
  private static final int INDEX = Integer.MAX_VALUE - 3;

  private HoldEvent() {}

  static AuditEvent placed(Hold hold) {
    return event("tapevault.hold.placed", "TVH01I", hold.session(), hold.placed());
  }

  static AuditEvent released(Hold hold, Said released) {
    return event("tapevault.hold.released", "TVH02I", hold.session(), released);
  }

  private static AuditEvent event(String type, String code, String session, Said said) {
    String time = said.at().toString();
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", type);
          json.writeStringField("code", code);
          json.writeStringField("uid", OwnEvents.uid(String.join("/", type, session, time)));
          json.writeStringField("time", time);
          json.writeStringField("sid", session);
          json.writeNumberField("ei", INDEX);
          json.writeStringField("user", said.by());
          json.writeStringField("reason", said.reason());
        },
        said.at());
  }
}
