package io.tapevault.aws.dynamodb.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tapevault.aws.dynamodb.item.TeleportMembers.Kind;
import io.tapevault.aws.dynamodb.item.TeleportMembers.ListOf;
import io.tapevault.aws.dynamodb.item.TeleportMembers.MapOf;
import io.tapevault.aws.dynamodb.item.TeleportMembers.Message;
import io.tapevault.aws.dynamodb.item.TeleportMembers.Scalar;
import io.tapevault.event.AuditEvent;
import io.tapevault.json.ForeignJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// As much of an event as Teleport's readers and DynamoDB's maps take, in one pass over its JSON.
///
/// One event that Teleport cannot read takes the whole page from it. So of each member that is
/// typed in Teleport's events only what fits stays, and `event`, `uid` and `time` are always there.
public final class TeleportProjection {

  private static final JsonFactory JSON =
      ForeignJson.factory()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  // DynamoDB: nested attributes are at most 32 levels deep, of which the map in its item is the
  // first.
  private static final int MAX_DEPTH = 31;
  // DynamoDB: a name has 1 to 65,535 bytes.
  private static final int MAX_NAME_BYTES = 65_535;

  private final JsonParser parser;
  private boolean exact = true;
  private boolean timed;
  private boolean tooDeep;

  private TeleportProjection(JsonParser parser) {
    this.parser = parser;
  }

  /// The members; whether they are exactly the event; whether the event has a time of its own.
  public record Projected(Map<String, AttributeValue> fields, boolean exact, boolean timed) {}

  public static Projected of(AuditEvent event) {
    try (JsonParser parser = JSON.createParser(event.json())) {
      parser.nextToken();
      return new TeleportProjection(parser).event(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Projected event(AuditEvent event) throws IOException {
    Map<String, AttributeValue> fields = new HashMap<>();
    Message message = TeleportMembers.of(event.type());
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      timed |=
          parser.nextToken() == JsonToken.VALUE_STRING
              && name.equals("time")
              && parser.getTextLength() > 0;
      put(fields, name, member(message, name, 1));
      tooDeep = false;
    }
    complete(fields, event);
    return new Projected(fields, exact, timed);
  }

  private void complete(Map<String, AttributeValue> fields, AuditEvent event) {
    if (event.uid() == null) {
      UUID derived = UUID.nameUUIDFromBytes(event.hash().getBytes(UTF_8));
      fields.put("uid", AttributeValue.fromS(derived.toString()));
      exact = false;
    }
    if (!fields.containsKey("time")) {
      fields.put("time", AttributeValue.fromS(Go.time(event.time())));
      exact = false;
    }
    if (event.index() > Go.MOST_INT64) {
      fields.put("ei", EventItem.number(Go.MOST_INT64));
      exact = false;
    }
  }

  private void put(Map<String, AttributeValue> to, String name, @Nullable AttributeValue value) {
    if (value == null || name.isEmpty() || ItemSize.utf8(name) > MAX_NAME_BYTES) {
      exact = false;
    } else {
      to.put(name, value);
    }
  }

  /// A member of what Teleport types. Its parser does not unescape the names there.
  private @Nullable AttributeValue member(Message message, String name, int depth)
      throws IOException {
    Kind kind = message.member(name);
    if (kind == null && (message.mistakes(name) || name.indexOf('"') >= 0)) {
      parser.skipChildren();
      return null;
    }
    return kind == null ? value(depth + 1) : typed(kind, depth + 1);
  }

  private @Nullable AttributeValue typed(Kind kind, int depth) throws IOException {
    JsonToken token = parser.currentToken();
    JsonToken begins =
        switch (kind) {
          case Scalar scalar -> scalar == Scalar.OBJECT ? JsonToken.START_OBJECT : token;
          case ListOf list -> JsonToken.START_ARRAY;
          case MapOf map -> JsonToken.START_OBJECT;
          case Message message -> JsonToken.START_OBJECT;
        };
    if (token != begins) {
      parser.skipChildren();
      return null;
    }
    return switch (kind) {
      case Scalar scalar -> scalar == Scalar.OBJECT ? value(depth) : scalar(scalar);
      case ListOf(Kind elements) -> array(depth, () -> typed(elements, depth + 1));
      case MapOf(Kind values) -> object(depth, name -> typed(values, depth + 1));
      case Message message -> object(depth, name -> member(message, name, depth));
    };
  }

  private @Nullable AttributeValue scalar(Scalar kind) throws IOException {
    boolean fits =
        switch (kind) {
          case TEXT -> parser.currentToken() == JsonToken.VALUE_STRING;
          case BOOL -> parser.currentToken().isBoolean();
          case TIME ->
              parser.currentToken() == JsonToken.VALUE_STRING && Go.takesTime(parser.getText());
          case BYTES ->
              parser.currentToken() == JsonToken.VALUE_STRING && Go.takesBytes(parser.getText());
          case INT32, INT64, UINT32, UINT64 -> parser.currentToken().isNumeric() && isWhole(kind);
          case OBJECT, NEVER -> false;
        };
    if (!fits) {
      parser.skipChildren();
      return null;
    }
    return value(0);
  }

  private boolean isWhole(Scalar kind) throws IOException {
    AttributeValue number = JsonMap.number(parser.getText());
    return number != null
        && switch (kind) {
          case INT32 -> Go.isInt32(number.n());
          case INT64 -> Go.isInt64(number.n());
          case UINT32 -> Go.isUint32(number.n());
          case UINT64 -> Go.isUint64(number.n());
          case TEXT, BOOL, TIME, BYTES, OBJECT, NEVER -> false;
        };
  }

  /// What Teleport does not type.
  private @Nullable AttributeValue value(int depth) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(depth, name -> value(depth + 1));
      case START_ARRAY -> array(depth, () -> value(depth + 1));
      case VALUE_STRING -> AttributeValue.fromS(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonMap.number(parser.getText());
      case VALUE_TRUE -> AttributeValue.fromBool(true);
      case VALUE_FALSE -> AttributeValue.fromBool(false);
      case VALUE_NULL -> AttributeValue.fromNul(true);
      default -> throw new IllegalArgumentException("not JSON: " + parser.currentToken());
    };
  }

  private interface MemberReader {
    @Nullable AttributeValue read(String name) throws IOException;
  }

  private interface ElementReader {
    @Nullable AttributeValue read() throws IOException;
  }

  private @Nullable AttributeValue object(int depth, MemberReader member) throws IOException {
    if (isTooDeep(depth)) {
      return null;
    }
    Map<String, AttributeValue> members = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      put(members, name, member.read(name));
    }
    return tooDeep ? null : AttributeValue.fromM(members);
  }

  private @Nullable AttributeValue array(int depth, ElementReader element) throws IOException {
    if (isTooDeep(depth)) {
      return null;
    }
    List<AttributeValue> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      AttributeValue value = element.read();
      if (value == null) {
        exact = false;
      } else {
        elements.add(value);
      }
    }
    return tooDeep ? null : AttributeValue.fromL(elements);
  }

  /// Then all of the event's member leaves: its middle would be another value than it was.
  private boolean isTooDeep(int depth) throws IOException {
    if (tooDeep || depth > MAX_DEPTH) {
      tooDeep = true;
      parser.skipChildren();
    }
    return tooDeep;
  }
}
