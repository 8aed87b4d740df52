package io.tapevault.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What came in place of an event and cannot be one: its bytes as sent, a reason for programs and a
/// detail for people. `place` is where the event lies in the log that a SIEM refused, `door` where
/// it came in.
public record Refused(
    Reason reason,
    String detail,
    @Nullable String uid,
    ByteBuffer bytes,
    @Nullable Position place,
    @Nullable String door)
    implements Received {

  private static final int ID_DIGITS = 30;

  public Refused(Reason reason, String detail, @Nullable String uid, ByteBuffer bytes) {
    this(reason, detail, uid, bytes, null, null);
  }

  public Refused at(String door) {
    return new Refused(reason, detail, uid, bytes, place, door);
  }

  /// The same for the same bytes, refused for the same reason in the same words: 30 hex digits.
  public String id() {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    byte[] end = new byte[1];
    return Sha256.of(reason.code().getBytes(UTF_8), end, detail.getBytes(UTF_8), end, content)
        .substring(0, ID_DIGITS);
  }

  /// Why something is not an event. The names are part of the API (`docs/reference/http.md`).
  public enum Reason {
    NOT_JSON("not-json"),
    NOT_AN_OBJECT("not-an-object"),
    DUPLICATE_MEMBER("duplicate-member"),
    NOT_UNICODE("not-unicode"),
    TOO_DEEP("too-deep"),
    TOO_MANY_MEMBERS("too-many-members"),
    NO_TYPE("no-type"),
    BAD_TIME("bad-time"),
    BAD_SESSION("bad-session"),
    BAD_INDEX("bad-index"),
    BAD_UID("bad-uid"),
    REFUSED_BY_SIEM("refused-by-siem");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }
}
