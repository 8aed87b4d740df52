package io.tapevault.wire;

import com.fasterxml.jackson.core.JsonParser;
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
    Envelope.document(
        "queue event",
        () -> Envelope.JSON.createParser(in),
        parser ->
            Envelope.object(
                "queue event",
                parser,
                member -> {
                  if (member.equals("Records")) {
                    Envelope.array(
                        "Records", parser, () -> messages.add(new QueueEvents(parser).message()));
                  }
                }));
    return messages;
  }

  private Message message() throws IOException {
    Envelope.object(
        "record",
        parser,
        member -> {
          switch (member) {
            case "messageId" -> id = Envelope.text("messageId", parser);
            case "body" -> body = Envelope.text("body", parser);
            default -> {}
          }
        });
    return new Message(Envelope.present("messageId", id), Envelope.present("body", body));
  }
}
