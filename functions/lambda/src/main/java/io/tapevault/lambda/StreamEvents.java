package io.tapevault.lambda;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.event.EventKey;
import io.tapevault.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a DynamoDB stream brings of the events table: where something changed, not what.
public final class StreamEvents {

  private final JsonParser parser;
  private @Nullable String name;
  private @Nullable String sequenceNumber;
  private @Nullable String session;
  private @Nullable String index;
  private boolean event = true;

  private StreamEvents(JsonParser parser) {
    this.parser = parser;
  }

  /// One change of the table. `stored` is the key of the event that it stored, over an earlier one
  /// or not; null where something was deleted or expired, or what was stored is no event but
  /// parked.
  public record Change(String sequenceNumber, @Nullable EventKey stored) {}

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
    boolean put = !JsonReader.present("eventName", name).equals("REMOVE");
    return new Change(at, event && put ? key : null);
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
    JsonReader.object("NewImage", parser, member -> event |= member.equals("EventType"));
  }

  private @Nullable String attribute(String type) throws IOException {
    String[] value = new String[1];
    JsonReader.object(
        "attribute",
        parser,
        member -> {
          if (member.equals(type)) {
            value[0] = JsonReader.text(type, parser);
          }
        });
    return value[0];
  }
}
