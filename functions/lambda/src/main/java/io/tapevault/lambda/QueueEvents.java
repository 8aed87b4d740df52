package io.tapevault.lambda;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what an SQS queue brings.
public final class QueueEvents {

  private final JsonParser parser;
  private @Nullable String id;
  private @Nullable String receipt;
  private @Nullable String body;
  private int times = 1;
  private Instant sent = Instant.EPOCH;

  private QueueEvents(JsonParser parser) {
    this.parser = parser;
  }

  /// One message, its body unread. `receipt` stands for this time that it was received.
  public record Message(String id, String receipt, String body, Received received) {}

  /// How many times a message was received, this one among them, and when it was sent.
  public record Received(int times, Instant sent) {}

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
            case "receiptHandle" -> receipt = JsonReader.text("receiptHandle", parser);
            case "attributes" -> attributes();
            case "body" -> body = JsonReader.text("body", parser);
            default -> {}
          }
        });
    return new Message(
        JsonReader.present("messageId", id),
        JsonReader.present("receiptHandle", receipt),
        JsonReader.present("body", body),
        new Received(times, sent));
  }

  private void attributes() throws IOException {
    JsonReader.object(
        "attributes",
        parser,
        member -> {
          switch (member) {
            case "ApproximateReceiveCount" -> times = (int) number(member);
            case "SentTimestamp" -> sent = Instant.ofEpochMilli(number(member));
            default -> {}
          }
        });
  }

  // Both are numbers in texts, and only tell how long to wait and what to say.
  private long number(String name) throws IOException {
    String text = JsonReader.text(name, parser);
    return text.matches("\\d{1,15}") ? Long.parseLong(text) : 1;
  }
}
