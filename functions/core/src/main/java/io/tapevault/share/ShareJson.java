package io.tapevault.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.json.EventFields;
import io.tapevault.json.Json;
import io.tapevault.recording.SessionId;
import io.tapevault.share.Share.Said;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A share as it is kept. One that cannot be read opens nothing.
final class ShareJson {

  private static final Set<String> MEMBERS =
      Set.of(
          "sid",
          "created_by",
          "created_why",
          "created_at",
          "expires",
          "revoked_by",
          "revoked_why",
          "revoked_at");

  private ShareJson() {}

  static String write(Share share) {
    byte[] json =
        Json.object(out -> {
          out.writeStringField("sid", share.sid().value());
          said(out, "created", share.created());
          out.writeStringField("expires", share.expires().toString());
          if (share.revoked() != null) {
            said(out, "revoked", share.revoked());
          }
        });
    return new String(json, UTF_8);
  }

  private static void said(JsonGenerator json, String what, Said said) throws IOException {
    json.writeStringField(what + "_by", said.by());
    json.writeStringField(what + "_why", said.reason());
    json.writeStringField(what + "_at", said.at().toString());
  }

  static Optional<Share> read(String digest, String json) {
    Map<String, String> members = EventFields.of(json, MEMBERS);
    try {
      Optional<Said> revoked = said(members, "revoked");
      return SessionId.parse(members.getOrDefault("sid", ""))
          .flatMap(sid ->
              said(members, "created")
                  .map(created ->
                      new Share(
                          digest,
                          sid,
                          created,
                          Instant.parse(members.getOrDefault("expires", "")),
                          revoked.orElse(null))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Said> said(Map<String, String> members, String what) {
    return Optional.ofNullable(members.get(what + "_at"))
        .map(at ->
            new Said(
                members.getOrDefault(what + "_by", ""),
                members.getOrDefault(what + "_why", ""),
                Instant.parse(at)));
  }
}
