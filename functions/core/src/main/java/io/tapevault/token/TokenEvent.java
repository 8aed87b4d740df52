package io.tapevault.token;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.event.AuditEvent;
import io.tapevault.session.OwnEvents;
import io.tapevault.token.IssuedToken.Revocation;
import java.io.IOException;
import java.time.Instant;

/// `tapevault.token.created` and `tapevault.token.revoked`. The same token always gives the same
/// events, and never more of it than its id.
final class TokenEvent {

  private TokenEvent() {}

  static AuditEvent created(IssuedToken token) {
    return event(
        "tapevault.token.created", "TVT01I", token, token.grant().by(), token.grant().at());
  }

  static AuditEvent revoked(IssuedToken token, Revocation revocation) {
    return event("tapevault.token.revoked", "TVT02I", token, revocation.by(), revocation.at());
  }

  private static AuditEvent event(
      String type, String code, IssuedToken token, String by, Instant at) {
    return OwnEvents.event(
        json -> {
          json.writeStringField("event", type);
          json.writeStringField("code", code);
          json.writeStringField("uid", OwnEvents.uid(type + "/" + token.id()));
          json.writeStringField("time", at.toString());
          json.writeStringField("user", by);
          json.writeStringField("token_id", token.id());
          json.writeStringField("name", token.grant().name());
          scopes(json, token);
          Instant expires = token.grant().expires();
          if (expires != null) {
            json.writeStringField("expires", expires.toString());
          }
        },
        at);
  }

  private static void scopes(JsonGenerator json, IssuedToken token) throws IOException {
    json.writeArrayFieldStart("scopes");
    for (Scope scope : Scope.values()) {
      if (token.grant().scopes().contains(scope)) {
        json.writeString(scope.word());
      }
    }
    json.writeEndArray();
  }
}
