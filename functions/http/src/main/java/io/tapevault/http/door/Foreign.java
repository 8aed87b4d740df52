package io.tapevault.http.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.event.Sha256;
import io.tapevault.json.EventJson;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes events of what one request of a shipper holds.
///
/// What is Teleport's, an object with an `event`, stays as it is; where it has no time, that of the
/// shipper is added, and what else the shipper says of it. All else is put whole into an envelope
/// in Teleport's terms: `event`, `code`, `time`, and a `uid` that is the same when it comes again.
public final class Foreign {

  private final String member;
  private final Instant receivedAt;
  private final Map<String, Integer> seen = new HashMap<>();

  /// `member` is the name under which an envelope holds what came.
  public Foreign(String member, Instant receivedAt) {
    this.member = member;
    this.receivedAt = receivedAt;
  }

  /// Of what kind something is that is not Teleport's, when it happened where that is known, and by
  /// what it is known again, where that is not all of it.
  public record Kind(String type, String code, @Nullable Instant time, @Nullable String id) {}

  /// If a value, or the JSON in a text, is an event of Teleport's: then its JSON.
  public static Optional<String> teleports(JsonMembers.Value value) {
    String json =
        value.isObject() ? value.json() : value.text().filter(Foreign::maybeObject).orElse("");
    return json.isEmpty()
        ? Optional.empty()
        : JsonMembers.of(json).filter(Foreign::isTeleports).map(of -> json);
  }

  private static boolean maybeObject(String text) {
    return text.stripLeading().startsWith("{");
  }

  public static boolean isTeleports(JsonMembers members) {
    return members.text("event").filter(type -> !type.isBlank()).isPresent();
  }

  /// An event of Teleport's, and what the shipper says beside it, as the members of an object.
  public Received teleports(String event, String beside, @Nullable Instant time, ByteBuffer sent) {
    Optional<JsonMembers> members = JsonMembers.of(event);
    boolean whole = members.isEmpty() || members.get().text("time").isPresent();
    if (whole) {
      return read(event, sent);
    }
    StringBuilder json = new StringBuilder(event.strip());
    json.setLength(json.length() - 1);
    if (time != null && members.get().get("time").isEmpty()) {
      json.append(",\"time\":\"").append(time).append('"');
    }
    if (!beside.isEmpty() && members.get().get(member).isEmpty()) {
      json.append(",\"").append(member).append("\":{").append(beside).append('}');
    }
    return read(json.append('}').toString(), sent);
  }

  /// Something else: `own` is its JSON, whole.
  public Received wrapped(Kind kind, String own, ByteBuffer sent) {
    StringBuilder json = new StringBuilder("{\"event\":");
    JsonMembers.quote(json, kind.type());
    json.append(",\"code\":\"").append(kind.code()).append("\",\"uid\":\"").append(uid(kind, own));
    if (kind.time() != null) {
      json.append("\",\"time\":\"").append(kind.time());
    }
    json.append("\",\"").append(member).append("\":").append(own).append('}');
    return read(json.toString(), sent);
  }

  /// Of what is in one request several times, each is another.
  private String uid(Kind kind, String own) {
    String identity = member + '\n' + (kind.id() != null ? kind.id() : kind.type() + '\n' + own);
    int before =
        kind.id() != null ? 0 : seen.merge(Sha256.of(identity.getBytes(UTF_8)), 1, Integer::sum);
    return UUID.nameUUIDFromBytes(
            Sha256.of((identity + (before > 1 ? "\n" + before : "")).getBytes(UTF_8))
                .getBytes(UTF_8))
        .toString();
  }

  /// What is no event after all is refused as it came.
  private Received read(String json, ByteBuffer sent) {
    return switch (EventJson.read(json.getBytes(UTF_8), receivedAt)) {
      case AuditEvent event -> event;
      case Refused refused ->
          new Refused(refused.reason(), refused.detail(), refused.uid(), sent.asReadOnlyBuffer());
    };
  }

  /// Something that is no JSON, and should be.
  public static Refused notJson(String detail, ByteBuffer sent) {
    return new Refused(Refused.Reason.NOT_JSON, detail, null, sent.asReadOnlyBuffer());
  }
}
