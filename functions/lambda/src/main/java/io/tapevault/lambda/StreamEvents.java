package io.tapevault.lambda;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.event.EventKey;
import io.tapevault.json.EventFields;
import io.tapevault.json.EventTime;
import io.tapevault.json.JsonReader;
import io.tapevault.settings.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what a DynamoDB stream brings of the events table: where something changed, and of what
/// changed only when it happened.
public final class StreamEvents {

  private final JsonParser parser;
  private @Nullable String name;
  private @Nullable String sequenceNumber;
  private @Nullable String session;
  private @Nullable String index;
  private @Nullable String time;
  private @Nullable String fields;
  private boolean received;
  private boolean event = true;
  private boolean held;

  private StreamEvents(JsonParser parser) {
    this.parser = parser;
  }

  /// One change of the table. `stored` is the key of the event that it stored, over an earlier one
  /// or not; null where something was deleted or expired, or what was stored is no event but
  /// parked. `time` is the event's own; null where it has none.
  public record Change(String sequenceNumber, @Nullable EventKey stored, @Nullable Instant time) {}

  /// Throws [Malformed].
  public static List<Change> read(InputStream in) throws IOException {
    List<Change> changes = new ArrayList<>();
    JsonReader.document(
        "stream event",
        () -> JsonReader.JSON.createParser(in),
        parser ->
            JsonReader.object(
                "stream event",
                parser,
                member -> {
                  if (member.equals("Records")) {
                    JsonReader.array(
                        "Records", parser, () -> changes.add(new StreamEvents(parser).change()));
                  }
                }));
    return changes;
  }

  private Change change() throws IOException {
    JsonReader.object(
        "record",
        parser,
        member -> {
          switch (member) {
            case "eventName" -> name = JsonReader.text("eventName", parser);
            case "dynamodb" -> readDynamoDb();
            default -> {}
          }
        });
    String at = JsonReader.present("SequenceNumber", sequenceNumber);
    EventKey key =
        key(JsonReader.present("SessionID", session), JsonReader.present("EventIndex", index));
    // Writers of Teleport before 2024 put without a condition, over what is there: what they put is
    // an event all the same.
    String changed = JsonReader.present("eventName", name);
    // When an event that was stored before is held or let go, only its expiry changes.
    boolean put = !changed.equals("REMOVE") && !(changed.equals("MODIFY") && held);
    boolean stored = event && put && key != null;
    return new Change(at, stored ? key : null, stored ? time() : null);
  }

  /// The text is whole where Teleport keeps no members.
  private @Nullable Instant time() {
    String text =
        time == null && fields != null ? EventFields.of(fields, Set.of("time")).get("time") : time;
    return text == null || received ? null : EventTime.parse(text).orElse(null);
  }

  private static @Nullable EventKey key(String session, String index) {
    try {
      return new EventKey(session, Long.parseLong(index));
    } catch (NumberFormatException e) {
      // What is parked has an index that no event can have.
      return null;
    }
  }

  private void readDynamoDb() throws IOException {
    JsonReader.object(
        "dynamodb",
        parser,
        member -> {
          switch (member) {
            case "SequenceNumber" -> sequenceNumber = JsonReader.text("SequenceNumber", parser);
            case "Keys" -> readKeys();
            case "NewImage" -> readImage();
            default -> {}
          }
        });
  }

  private void readKeys() throws IOException {
    JsonReader.object(
        "Keys",
        parser,
        member -> {
          switch (member) {
            case "SessionID" -> session = attribute("S");
            case "EventIndex" -> index = attribute("N");
            default -> {}
          }
        });
  }

  private void readImage() throws IOException {
    // A stream of keys only has no image: what is no event is then found out when it is read from
    // the log.
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    event = false;
    JsonReader.object(
        "NewImage",
        parser,
        member -> {
          switch (member) {
            case "EventType" -> event = true;
            case "ReceivedAt" -> received = true;
            case Layout.HELD -> held = true;
            case "Fields" -> fields = attribute("S");
            case "FieldsMap" -> attribute("M", this::readTime);
            default -> {}
          }
        });
  }

  private void readTime() throws IOException {
    JsonReader.object(
        "FieldsMap",
        parser,
        member -> {
          if (member.equals("time")) {
            time = attribute("S");
          }
        });
  }

  private @Nullable String attribute(String type) throws IOException {
    String[] value = new String[1];
    attribute(type, () -> value[0] = JsonReader.text(type, parser));
    return value[0];
  }

  private void attribute(String type, JsonReader.Reader value) throws IOException {
    JsonReader.object(
        "attribute",
        parser,
        member -> {
          if (member.equals(type)) {
            value.read();
          }
        });
  }
}
