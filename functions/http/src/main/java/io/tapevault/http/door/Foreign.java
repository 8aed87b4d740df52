package io.tapevault.http.door;

import static java.nio.charset.StandardCharsets.UTF_8;

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

  // What stands around what came, but for long names.
  private static final int ENVELOPE = 256;

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

  /// An event of Teleport's: its JSON, and the members of that.
  public record Teleports(String json, JsonMembers members) {

    /// If an object is one.
    public static Optional<Teleports> of(String json, JsonMembers members) {
      return members.text("event").filter(type -> !type.isBlank()).isPresent()
          ? Optional.of(new Teleports(json, members))
          : Optional.empty();
    }

    /// If a value is one, or the JSON in a text.
    public static Optional<Teleports> in(JsonMembers.Value value) {
      String json =
          value.isObject() ? value.json() : value.text().filter(Teleports::maybeObject).orElse("");
      return json.isEmpty()
          ? Optional.empty()
          : JsonMembers.of(json).flatMap(members -> of(json, members));
    }

    private static boolean maybeObject(String text) {
      return text.stripLeading().startsWith("{");
    }
  }

  /// An event of Teleport's, and what the shipper says beside it, as the members of an object.
  public Received teleports(
      Teleports event, String beside, @Nullable Instant time, ByteBuffer sent) {
    if (event.members().text("time").isPresent()) {
      return read(event.json(), sent);
    }
    return read(completed(event, beside, time), sent);
  }

  private String completed(Teleports event, String beside, @Nullable Instant time) {
    JsonMembers members = event.members();
    StringBuilder json =
        new StringBuilder(event.json().length() + beside.length() + ENVELOPE)
            .append(event.json().strip());
    json.setLength(json.length() - 1);
    if (time != null && members.get("time").isEmpty()) {
      json.append(",\"time\":\"").append(time).append('"');
    }
    if (!beside.isEmpty() && members.get(member).isEmpty()) {
      json.append(",\"").append(member).append("\":{").append(beside).append('}');
    }
    return json.append('}').toString();
  }

  /// Something else: `own` is its JSON, whole.
  public Received wrapped(Kind kind, String own, ByteBuffer sent) {
    return read(envelope(kind, own), sent);
  }

  private String envelope(Kind kind, String own) {
    StringBuilder json = new StringBuilder(own.length() + ENVELOPE).append("{\"event\":");
    JsonMembers.quote(json, kind.type());
    json.append(",\"code\":\"").append(kind.code()).append("\",\"uid\":\"").append(uid(kind, own));
    if (kind.time() != null) {
      json.append("\",\"time\":\"").append(kind.time());
    }
    json.append("\",\"").append(member).append("\":").append(own).append('}');
    return json.toString();
  }

  /// Of what is in one request several times, each is another.
  private String uid(Kind kind, String own) {
    String begin = member + '\n' + (kind.id() != null ? "" : kind.type() + '\n');
    String end = kind.id() != null ? kind.id() : own;
    String digest = Sha256.ofText(begin, end);
    int times = kind.id() != null ? 1 : seen.merge(digest, 1, Integer::sum);
    String one = times == 1 ? digest : Sha256.ofText(begin, end, "\n" + times);
    return UUID.nameUUIDFromBytes(one.getBytes(UTF_8)).toString();
  }

  /// What is no event after all is refused as it came.
  private Received read(String json, ByteBuffer sent) {
    return EventJson.read(json, sent, receivedAt);
  }

  /// What stands behind the values of a body, where something does: it is refused in one piece.
  public static Optional<Refused> behind(Splitter.Split split, byte[] body) {
    int at = split.brokenAt();
    return split.whole()
        ? Optional.empty()
        : Optional.of(
            notJson(
                "from byte " + at + " on it is no object",
                ByteBuffer.wrap(body, at, body.length - at)));
  }

  /// Something that is no JSON, and should be.
  public static Refused notJson(String detail, ByteBuffer sent) {
    return new Refused(Refused.Reason.NOT_JSON, detail, null, sent.asReadOnlyBuffer());
  }
}
