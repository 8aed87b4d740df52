package io.tapevault.http.door.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.event.Received;
import io.tapevault.http.Decoded;
import io.tapevault.http.Problem;
import io.tapevault.json.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The events in a body: one JSON object, a JSON array, or objects one after another (NDJSON); or
/// why there are none.
///
/// A body that is not JSON is a problem of its sender, who is told. One bad line of NDJSON, or one
/// bad element of an array that is whole, is not: it is refused, and those around it are taken.
public final class EventBody {

  static final int MAX_EVENTS = 10_000;

  private EventBody() {}

  public static Decoded<List<Received>> read(byte[] sent, String contentType, Instant receivedAt) {
    byte[] body = withoutByteOrderMark(sent);
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.contains("ndjson") || type.contains("jsonl")) {
      return lines(body, receivedAt);
    }
    if (!looksLikeUtf8(body)) {
      return Decoded.problem(Problem.Type.NOT_JSON, "the body is not UTF-8");
    }
    try {
      return values(body, receivedAt);
    } catch (JsonProcessingException e) {
      return firstLineIsJson(body)
          ? lines(body, receivedAt)
          : elements(body, receivedAt).orElseGet(() -> notJson(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static byte[] withoutByteOrderMark(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
  }

  // JSON in UTF-16 or UTF-32 has a zero byte, or a byte order mark of its own, at its begin: the
  // parser would take it, and
  // find the events at other places than they are.
  private static boolean looksLikeUtf8(byte[] body) {
    for (int i = 0; i < Math.min(4, body.length); i++) {
      if (body[i] == 0 || body[i] == (byte) 0xFE || body[i] == (byte) 0xFF) {
        return false;
      }
    }
    return true;
  }

  private static Decoded<List<Received>> values(byte[] body, Instant receivedAt)
      throws IOException {
    List<ByteBuffer> values = new ArrayList<>();
    try (JsonParser parser = Splitter.JSON.createParser(body)) {
      JsonToken token = parser.nextToken();
      boolean array = token == JsonToken.START_ARRAY;
      if (array) {
        token = parser.nextToken();
      }
      for (; token != null && token != JsonToken.END_ARRAY; token = parser.nextToken()) {
        if (!array && values.isEmpty() && token != JsonToken.START_OBJECT) {
          return Decoded.problem(
              Problem.Type.NOT_JSON, "the body is neither a JSON object, nor an array, nor NDJSON");
        }
        if (values.size() == MAX_EVENTS) {
          return tooMany();
        }
        values.add(value(parser, body));
      }
      if (array ? token == null || parser.nextToken() != null : values.isEmpty()) {
        return Decoded.problem(
            Problem.Type.NOT_JSON, array ? "something follows the array" : "the body is empty");
      }
    }
    return events(values, receivedAt);
  }

  private static Decoded<List<Received>> events(List<ByteBuffer> values, Instant receivedAt) {
    return Decoded.of(values.stream().map(value -> EventJson.read(value, receivedAt)).toList());
  }

  private static ByteBuffer value(JsonParser parser, byte[] body) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    // The parser takes one blank behind a number.
    if (Splitter.blank(body, end - 1, end)) {
      end--;
    }
    return ByteBuffer.wrap(body, start, end - start);
  }

  private static Optional<Decoded<List<Received>>> elements(byte[] body, Instant receivedAt) {
    return Splitter.elements(body, MAX_EVENTS + 1)
        .map(values -> values.size() > MAX_EVENTS ? tooMany() : events(values, receivedAt));
  }

  private static Decoded<List<Received>> lines(byte[] body, Instant receivedAt) {
    List<Received> events = new ArrayList<>();
    for (int start = 0; start < body.length; ) {
      int end = endOfLine(body, start);
      if (!Splitter.blank(body, start, end)) {
        if (events.size() == MAX_EVENTS) {
          return tooMany();
        }
        events.add(EventJson.read(ByteBuffer.wrap(body, start, end - start), receivedAt));
      }
      start = end + 1;
    }
    return Decoded.of(events);
  }

  private static boolean firstLineIsJson(byte[] body) {
    int start = 0;
    while (start < body.length && Splitter.blank(body, start, start + 1)) {
      start++;
    }
    int end = endOfLine(body, start);
    try (JsonParser parser = Splitter.JSON.createParser(body, start, end - start)) {
      if (end == body.length || parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static int endOfLine(byte[] body, int start) {
    int end = start;
    while (end < body.length && body[end] != '\n') {
      end++;
    }
    return end;
  }

  private static Decoded<List<Received>> notJson(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : "line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ": ";
    return Decoded.problem(Problem.Type.NOT_JSON, where + EventJson.message(e));
  }

  private static Decoded<List<Received>> tooMany() {
    return Decoded.problem(
        Problem.Type.TOO_MANY_EVENTS,
        "the body holds more than " + MAX_EVENTS + " events; send it in smaller pieces");
  }
}
