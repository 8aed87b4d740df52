package io.tapevault.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.event.EventKey;
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

  /// One change of the table. `stored` is the key of the event that it stored; null where it
  /// altered or deleted something, or something expired, or what was stored is no event but parked.
  public record Change(String sequenceNumber, @Nullable EventKey stored) {}

  /// Throws [Malformed].
  public static List<Change> read(InputStream in) throws IOException {
    List<Change> changes = new ArrayList<>();
    Envelope.document(
        "stream event",
        () -> Envelope.JSON.createParser(in),
        parser ->
            Envelope.object(
                "stream event",
                parser,
                member -> {
                  if (member.equals("Records")) {
                    Envelope.array(
                        "Records", parser, () -> changes.add(new StreamEvents(parser).change()));
                  }
                }));
    return changes;
  }

  private Change change() throws IOException {
    Envelope.object(
        "record",
        parser,
        member -> {
          switch (member) {
            case "eventName" -> name = Envelope.text("eventName", parser);
            case "dynamodb" -> readDynamoDb();
            default -> {}
          }
        });
    String at = Envelope.present("SequenceNumber", sequenceNumber);
    EventKey key =
        key(Envelope.present("SessionID", session), Envelope.present("EventIndex", index));
    return new Change(
        at, event && Envelope.present("eventName", name).equals("INSERT") ? key : null);
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
    Envelope.object(
        "dynamodb",
        parser,
        member -> {
          switch (member) {
            case "SequenceNumber" -> sequenceNumber = Envelope.text("SequenceNumber", parser);
            case "Keys" -> readKeys();
            case "NewImage" -> readImage();
            default -> {}
          }
        });
  }

  private void readKeys() throws IOException {
    Envelope.object(
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
    Envelope.object("NewImage", parser, member -> event |= member.equals("EventType"));
  }

  private @Nullable String attribute(String type) throws IOException {
    String[] value = new String[1];
    Envelope.object(
        "attribute",
        parser,
        member -> {
          if (member.equals(type)) {
            value[0] = Envelope.text(type, parser);
          }
        });
    return value[0];
  }
}
