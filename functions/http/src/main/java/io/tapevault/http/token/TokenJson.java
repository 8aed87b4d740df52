package io.tapevault.http.token;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.json.Json;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.Issuing.Issued;
import io.tapevault.token.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tokens as JSON. Neither secrets nor what is kept of them are told, but a secret once.
final class TokenJson {

  private TokenJson() {}

  static byte[] issued(Issued issued, Instant now) {
    return Json.object(json -> {
      json.writeStringField("token", issued.token().shown());
      members(json, issued.kept(), now);
    });
  }

  static byte[] one(IssuedToken token, Instant now) {
    return Json.object(json -> members(json, token, now));
  }

  /// `next` is where a list goes on; empty where it ends.
  static byte[] list(List<IssuedToken> tokens, String next, Instant now) {
    return Json.object(json -> {
      json.writeArrayFieldStart("tokens");
      for (IssuedToken token : tokens) {
        json.writeStartObject();
        members(json, token, now);
        json.writeEndObject();
      }
      json.writeEndArray();
      if (!next.isEmpty()) {
        json.writeStringField("next", next);
      }
    });
  }

  private static void members(JsonGenerator json, IssuedToken token, Instant now)
      throws IOException {
    IssuedToken.Grant grant = token.grant();
    json.writeStringField("id", token.id());
    json.writeStringField("name", grant.name());
    json.writeArrayFieldStart("scopes");
    for (Scope scope : new TreeSet<>(grant.scopes())) {
      json.writeString(scope.word());
    }
    json.writeEndArray();
    json.writeStringField("state", token.state(now).name().toLowerCase(Locale.ROOT));
    said(json, "created", grant.by(), grant.at());
    time(json, "expires", grant.expires());
    time(json, "last_used", token.lastUsed());
    if (token.revoked() != null) {
      said(json, "revoked", token.revoked().by(), token.revoked().at());
    }
  }

  private static void said(JsonGenerator json, String what, String by, Instant at)
      throws IOException {
    json.writeObjectFieldStart(what);
    json.writeStringField("by", by);
    json.writeStringField("at", at.toString());
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, @Nullable Instant time)
      throws IOException {
    if (time != null) {
      json.writeStringField(name, time.toString());
    }
  }
}
