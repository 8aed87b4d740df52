package io.tapevault.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.event.Refused.Reason;
import io.tapevault.event.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads an audit event from its JSON.
///
/// An event is an object with an `event` of some characters. `time` is RFC 3339 where it is there,
/// `sid` and `uid` are texts, `ei` is a whole number from 0 to 2^63 − 1. Everything else is welcome
/// as it is.
public final class EventJson {

  private static final int LONG = 1 << 16;
  private static final Pattern TO_PROGRAMMERS =
      Pattern.compile(
          "(?s) \\(start marker at.*|: enable `.*|, from `[^`]*`| \\(not recognized as one.*");
  private static final int MAX_DEPTH = 200;
  // Names, values and brackets: what an event takes of the heap while it is read depends on them.
  private static final int MAX_TOKENS = 200_000;
  // DynamoDB: a partition key has at most 2,048 bytes.
  private static final int MAX_SESSION_BYTES = 2048;
  private static final int MAX_UID_CHARACTERS = 1024;
  private static final int MAX_TYPE_CHARACTERS = 1024;
  // What the parser says of the name of a member; of a text, we say it.
  private static final Pattern HALF_A_PAIR =
      Pattern.compile("Broken surrogate pair|Unexpected low surrogate");

  private static final JsonFactory JSON =
      ForeignJson.factory()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxTokenCount(MAX_TOKENS)
                  .maxNumberLength(2_000)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private @Nullable String type;
  private @Nullable Instant time;
  private @Nullable String uid;
  private @Nullable String session;
  private long index;

  private EventJson() {}

  /// Reads the text of an event whose digest is known: nothing is spelled anew.
  public static Received known(String json, String hash, Instant receivedAt) {
    EventJson reader = new EventJson();
    try (JsonParser parser = JSON.createParser(json)) {
      reader.takeMembers(parser, (name, value) -> value.skipChildren());
      return reader.event(json, receivedAt, hash);
    } catch (IOException e) {
      return reader.refused(Reason.NOT_JSON, e, ByteBuffer.wrap(json.getBytes(UTF_8)));
    }
  }

  public static Received read(byte[] json, Instant receivedAt) {
    return read(ByteBuffer.wrap(json), receivedAt);
  }

  /// Reads the bytes of one value. They are kept as they are if they are refused, so they must not
  /// change.
  public static Received read(ByteBuffer json, Instant receivedAt) {
    Optional<String> text = Utf8.text(json);
    return text.isPresent()
        ? read(text.get(), json, receivedAt)
        : new Refused(Reason.NOT_UNICODE, "the text is not UTF-8", null, json.asReadOnlyBuffer());
  }

  /// Reads the text of one value that was sent as these bytes, or in them.
  public static Received read(String text, ByteBuffer json, Instant receivedAt) {
    EventJson reader = new EventJson();
    try {
      return reader.event(text, receivedAt);
    } catch (NotAnEvent e) {
      return reader.refused(e.reason(), e, json);
    } catch (StreamConstraintsException e) {
      return reader.refused(limit(message(e)), e, json);
    } catch (IOException e) {
      return reader.refused(
          HALF_A_PAIR.matcher(message(e)).lookingAt() ? Reason.NOT_UNICODE : Reason.NOT_JSON,
          e,
          json);
    }
  }

  private static Reason limit(String message) {
    return message.contains("nesting depth")
        ? Reason.TOO_DEEP
        : message.contains("Token count") ? Reason.TOO_MANY_MEMBERS : Reason.NOT_JSON;
  }

  private Refused refused(Reason reason, IOException e, ByteBuffer json) {
    return new Refused(reason, message(e), uid, json.asReadOnlyBuffer());
  }

  /// What is wrong, without the excerpts, source markers and advice that the parser adds.
  public static String message(IOException e) {
    String message =
        String.valueOf(
            e instanceof JsonProcessingException notJson
                ? notJson.getOriginalMessage()
                : e.getMessage());
    return NotAnEvent.wellFormed(TO_PROGRAMMERS.matcher(message).replaceAll(""));
  }

  private AuditEvent event(String text, Instant receivedAt) throws IOException {
    CanonicalJson.Members members = new CanonicalJson.Members();
    // Out of a text, not out of the bytes: there the parser would guess at other encodings and take
    // overlong UTF-8.
    try (JsonParser parser = JSON.createParser(text)) {
      takeMembers(parser, members::add);
    }
    List<CharSequence> canonical = CanonicalJson.pieces(members.inOrder());
    // Of a long one, the whole is not made.
    String hash =
        text.length() > LONG
            ? Sha256.ofText(canonical.toArray(CharSequence[]::new))
            : Sha256.ofText(String.join("", canonical));
    return event(text.strip(), receivedAt, hash);
  }

  private AuditEvent event(String text, Instant receivedAt, String hash) throws NotAnEvent {
    if (type == null) {
      throw new NotAnEvent(Reason.NO_TYPE, "the event has no 'event', the name of its type");
    }
    return new AuditEvent(text, type, time != null ? time : receivedAt, uid, session, index, hash);
  }

  /// Reads one value whose first token is the parser's current one.
  private interface MemberReader {
    void read(String name, JsonParser parser) throws IOException;
  }

  private void takeMembers(JsonParser parser, MemberReader others) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new NotAnEvent(Reason.NOT_JSON, "the text is empty");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new NotAnEvent(Reason.NOT_AN_OBJECT, "an event is a JSON object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      others.read(name, parser);
      take(name, value, parser);
    }
    if (parser.nextToken() != null) {
      throw new NotAnEvent(Reason.NOT_JSON, "something follows the object");
    }
  }

  private void take(String name, JsonToken value, JsonParser parser) throws IOException {
    switch (name) {
      case "event" -> type = text(name, value, parser, MAX_TYPE_CHARACTERS, Reason.NO_TYPE);
      case "uid" -> uid = text(name, value, parser, MAX_UID_CHARACTERS, Reason.BAD_UID);
      case "sid" ->
          session = session(text(name, value, parser, MAX_SESSION_BYTES, Reason.BAD_SESSION));
      case "time" -> time = time(text(name, value, parser, 100, Reason.BAD_TIME));
      case "ei" -> index = index(value, parser);
      default -> {}
    }
  }

  /// Null where there is none: Teleport writes empty texts for what does not apply.
  private static @Nullable String text(
      String name, JsonToken value, JsonParser parser, int most, Reason otherwise)
      throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return null;
    }
    if (value != JsonToken.VALUE_STRING) {
      throw new NotAnEvent(otherwise, "'" + name + "' is not a text");
    }
    String text = parser.getText();
    if (text.length() > most) {
      throw new NotAnEvent(otherwise, "'" + name + "' is longer than " + most + " characters");
    }
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String session(@Nullable String sid) throws NotAnEvent {
    if (sid != null && sid.getBytes(UTF_8).length > MAX_SESSION_BYTES) {
      throw new NotAnEvent(
          Reason.BAD_SESSION, "'sid' is longer than " + MAX_SESSION_BYTES + " bytes");
    }
    return sid;
  }

  private static @Nullable Instant time(@Nullable String text) throws NotAnEvent {
    if (text == null) {
      return null;
    }
    return EventTime.parse(text)
        .orElseThrow(() ->
            new NotAnEvent(
                Reason.BAD_TIME,
                "'time' is '" + NotAnEvent.excerpt(text) + "', which is not RFC 3339"));
  }

  private static long index(JsonToken value, JsonParser parser) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return 0;
    }
    if (value.isNumeric()) {
      BigDecimal index = CanonicalJson.exact(parser.getText());
      try {
        if (index.signum() >= 0) {
          return index.longValueExact();
        }
      } catch (ArithmeticException e) {
        // It is refused below.
      }
    }
    throw new NotAnEvent(
        Reason.BAD_INDEX, "'ei' is not a whole number from 0 to " + Long.MAX_VALUE);
  }
}
