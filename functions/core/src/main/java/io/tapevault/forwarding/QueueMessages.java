package io.tapevault.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.event.EventKey;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bodies of a notice queue's messages: `{"v":1,"keys":[{"sid":"…","ei":0},…]}`, in ASCII,
/// because SQS refuses some characters that a session may have. With `"again":true` where the SIEM
/// may have had the events long ago.
public final class QueueMessages {

  // A message is what is delivered again when anything of it was not: more keys would be more
  // duplicates.
  private static final int MAX_KEYS = 100;
  // SQS takes 1 MiB; a key is 12 KB at most.
  private static final int MAX_BYTES = 256 * 1024;
  // DynamoDB: a partition key has at most 2,048 bytes.
  private static final int MAX_SESSION_BYTES = 2048;

  private static final String VERSION = "1";
  private static final String START = "{\"v\":" + VERSION + ",\"keys\":[";
  private static final String START_AGAIN = "{\"v\":" + VERSION + ",\"again\":true,\"keys\":[";
  private static final String END = "]}";

  private QueueMessages() {}

  /// What one body says.
  public record Notice(List<EventKey> keys, boolean again) {}

  /// As few bodies as hold these keys, in this order.
  public static List<String> write(List<EventKey> keys) {
    return write(keys, START);
  }

  /// The same for events that the SIEM may have had long ago.
  public static List<String> writeAgain(List<EventKey> keys) {
    return write(keys, START_AGAIN);
  }

  private static List<String> write(List<EventKey> keys, String start) {
    List<String> bodies = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    int count = 0;
    for (EventKey key : keys) {
      String json = json(key);
      if (count == MAX_KEYS || body.length() + json.length() + END.length() + 1 > MAX_BYTES) {
        bodies.add(body.append(END).toString());
        body.setLength(0);
        count = 0;
      }
      body.append(count == 0 ? start : ",").append(json);
      count++;
    }
    if (count > 0) {
      bodies.add(body.append(END).toString());
    }
    return bodies;
  }

  private static String json(EventKey key) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JsonReader.JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("sid", key.session());
      json.writeNumberField("ei", key.index());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /// Throws [Malformed].
  public static List<EventKey> read(String body) {
    return notice(body).keys();
  }

  /// Throws [Malformed].
  public static Notice notice(String body) {
    Reader reader = new Reader();
    try {
      JsonReader.document("notice", () -> JsonReader.JSON.createParser(body), reader::notice);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!VERSION.equals(reader.version)) {
      throw new Malformed("the notice is not of version " + VERSION);
    }
    return new Notice(JsonReader.present("keys", reader.keys), reader.again);
  }

  /// What has been read of one body.
  private static final class Reader {
    private @Nullable String version;
    private @Nullable List<EventKey> keys;
    private boolean again;

    void notice(JsonParser parser) throws IOException {
      JsonReader.object(
          "notice",
          parser,
          member -> {
            switch (member) {
              case "v" -> version = parser.getText();
              case "again" -> again = parser.currentToken() == JsonToken.VALUE_TRUE;
              case "keys" -> {
                List<EventKey> read = new ArrayList<>();
                JsonReader.array("keys", parser, () -> read.add(new KeyReader().key(parser)));
                keys = read;
              }
              default -> {}
            }
          });
    }
  }

  /// What has been read of one key.
  private static final class KeyReader {
    private @Nullable String session;
    private @Nullable Long index;

    EventKey key(JsonParser parser) throws IOException {
      JsonReader.object(
          "key",
          parser,
          member -> {
            switch (member) {
              case "sid" -> session = session(JsonReader.text("sid", parser));
              case "ei" -> index = index(parser);
              default -> {}
            }
          });
      return new EventKey(JsonReader.present("sid", session), JsonReader.present("ei", index));
    }

    private static String session(String sid) {
      if (sid.isEmpty() || sid.getBytes(UTF_8).length > MAX_SESSION_BYTES) {
        throw new Malformed("the sid has not 1 to " + MAX_SESSION_BYTES + " bytes");
      }
      return sid;
    }

    private static Long index(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw new Malformed("the ei is not a whole number");
      }
      return parser.getLongValue();
    }
  }
}
