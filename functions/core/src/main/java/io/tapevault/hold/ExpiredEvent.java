package io.tapevault.hold;

import io.tapevault.event.AuditEvent;
import io.tapevault.recording.ObjectStore.Listed;
import io.tapevault.session.OwnEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// `tapevault.recording.expired`: a recording is removed, because its retention is over. The same
/// recording and the same retention always give the same event.
final class ExpiredEvent {

  private static final String TYPE = "tapevault.recording.expired";
  // Before those of holds.
  private static final int INDEX = Integer.MAX_VALUE - 4;

  private ExpiredEvent() {}

  /// `expired` is when its retention was over, so that it is the same whenever it is told.
  static AuditEvent of(Listed recording, Instant expired) {
    String written = recording.written().truncatedTo(ChronoUnit.SECONDS).toString();
    String time = expired.truncatedTo(ChronoUnit.SECONDS).toString();
    String sid = recording.sid().value();
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", TYPE);
          json.writeStringField("code", "TVR01I");
          json.writeStringField("uid", OwnEvents.uid(String.join("/", TYPE, sid, written, time)));
          json.writeStringField("time", time);
          json.writeStringField("sid", sid);
          json.writeNumberField("ei", INDEX);
          json.writeStringField("uploaded", written);
        },
        expired);
  }
}
