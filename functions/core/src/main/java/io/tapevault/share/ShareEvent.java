package io.tapevault.share;

import io.tapevault.event.AuditEvent;
import io.tapevault.session.OwnEvents;
import io.tapevault.share.Share.Said;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// `session.share.created`, `.opened` and `.revoked`: what became of a link, and by whom. As
/// `session.recording.access`, it names its session as `session_id`: it is no event of that
/// session. None tells the word that opens the link.
final class ShareEvent {

  private static final String TYPE = "session.share.";

  private ShareEvent() {}

  static AuditEvent created(Share share) {
    return of(share, "created", "TVS01I", share.created());
  }

  static AuditEvent revoked(Share share, Said said) {
    return of(share, "revoked", "TVS03I", said);
  }

  private static AuditEvent of(Share share, String what, String code, Said said) {
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", TYPE + what);
          json.writeStringField("code", code);
          json.writeStringField(
              "uid", OwnEvents.uid(TYPE + what + "/" + share.digest() + "/" + said));
          json.writeStringField("time", said.at().toString());
          json.writeStringField("session_id", share.sid().value());
          json.writeStringField("share", share.id());
          json.writeStringField("user", said.by());
          json.writeStringField("reason", said.reason());
          json.writeStringField("expires", share.expires().toString());
        },
        said.at());
  }

  /// Nobody knows who it was, only from where. The same within a minute is the same event.
  static AuditEvent opened(Share share, String address, Instant time) {
    String minute = time.truncatedTo(ChronoUnit.MINUTES).toString();
    String name = String.join("/", TYPE + "opened", share.digest(), minute, address);
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", TYPE + "opened");
          json.writeStringField("code", "TVS02I");
          json.writeStringField("uid", OwnEvents.uid(name));
          json.writeStringField("time", minute);
          json.writeStringField("session_id", share.sid().value());
          json.writeStringField("share", share.id());
          json.writeStringField("shared_by", share.created().by());
          if (!address.isEmpty()) {
            json.writeStringField("addr.remote", address);
          }
        },
        time);
  }
}
