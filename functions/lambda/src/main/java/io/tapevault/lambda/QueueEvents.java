package io.tapevault.lambda;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what an SQS queue brings.
public final class QueueEvents {

  private final JsonParser parser;
  private @Nullable String id;
  private @Nullable String body;

  private QueueEvents(JsonParser parser) {
    this.parser = parser;
  }

  /// One message, its body unread.
  public record Message(String id, String body) {}

  /// Throws [Malformed].
  public static List<Message> read(InputStream in) throws IOException {
    List<Message> messages = new ArrayList<>();
    JsonReader.document(
        "queue event",
        () -> JsonReader.JSON.createParser(in),
        parser ->
            JsonReader.object(
                "queue event",
                parser,
                member -> {
                  if (member.equals("Records")) {
                    JsonReader.array(
                        "Records", parser, () -> messages.add(new QueueEvents(parser).message()));
                  }
                }));
    return messages;
  }

  private Message message() throws IOException {
    JsonReader.object(
        "record",
        parser,
        member -> {
          switch (member) {
            case "messageId" -> id = JsonReader.text("messageId", parser);
            case "body" -> body = JsonReader.text("body", parser);
            default -> {}
          }
        });
    return new Message(JsonReader.present("messageId", id), JsonReader.present("body", body));
  }
}
