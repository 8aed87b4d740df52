package io.tapevault.http.door.events;

import io.tapevault.event.Received;
import io.tapevault.http.Decoded;
import io.tapevault.http.Problem;
import io.tapevault.http.door.Door;
import io.tapevault.http.door.Splitter;
import io.tapevault.http.door.Splitter.Split;
import io.tapevault.json.EventJson;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The events in a body: one JSON object, a JSON array, or objects one after another (NDJSON); or
/// why there are none.
///
/// A body that is not JSON is a problem of its sender, who is told. One bad line of NDJSON, or one
/// bad element of an array that is whole, is not: it is refused, and those around it are taken.
final class EventBody {

  static final int MAX_EVENTS = Door.MOST_EVENTS;

  private EventBody() {}

  static Decoded<List<Received>> read(byte[] sent, String contentType, Instant receivedAt) {
    byte[] body = withoutByteOrderMark(sent);
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.contains("ndjson") || type.contains("jsonl")) {
      return lines(body, receivedAt);
    }
    if (!looksLikeUtf8(body)) {
      return notJson("the body is not UTF-8");
    }
    int start = Splitter.firstOf(body);
    if (start == body.length) {
      return notJson("the body is empty");
    }
    return switch (body[start]) {
      case '[' -> array(body, receivedAt);
      case '{' -> objects(body, receivedAt);
      default ->
          notJson(at(body, start) + "the body is neither a JSON object, nor an array, nor NDJSON");
    };
  }

  private static byte[] withoutByteOrderMark(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
  }

  // JSON in UTF-16 or UTF-32 has a zero byte, or a byte order mark of its own, at its begin.
  private static boolean looksLikeUtf8(byte[] body) {
    for (int i = 0; i < Math.min(4, body.length); i++) {
      if (body[i] == 0 || body[i] == (byte) 0xFE || body[i] == (byte) 0xFF) {
        return false;
      }
    }
    return true;
  }

  private static Decoded<List<Received>> array(byte[] body, Instant receivedAt) {
    Split split = Splitter.elements(body, MAX_EVENTS);
    return split.whole()
        ? events(split.values(), receivedAt)
        : notJson(at(body, split.brokenAt()) + "this is no whole array, or something follows it");
  }

  private static Decoded<List<Received>> objects(byte[] body, Instant receivedAt) {
    Split split = Splitter.objects(body, MAX_EVENTS);
    if (split.whole()) {
      return events(split.values(), receivedAt);
    }
    return firstLineIsAnObject(body)
        ? lines(body, receivedAt)
        : notJson(at(body, split.brokenAt()) + "this is no whole object");
  }

  private static boolean firstLineIsAnObject(byte[] body) {
    int start = Splitter.firstOf(body);
    int end = endOfLine(body, start);
    Split line = Splitter.objects(Arrays.copyOfRange(body, start, end), MAX_EVENTS);
    return end < body.length && line.whole() && line.values().size() == 1;
  }

  private static Decoded<List<Received>> lines(byte[] body, Instant receivedAt) {
    List<ByteBuffer> lines = new ArrayList<>();
    for (int start = 0; start < body.length && lines.size() <= MAX_EVENTS; ) {
      int end = endOfLine(body, start);
      if (!Splitter.blank(body, start, end)) {
        lines.add(ByteBuffer.wrap(body, start, end - start));
      }
      start = end + 1;
    }
    return events(lines, receivedAt);
  }

  private static int endOfLine(byte[] body, int start) {
    int end = start;
    while (end < body.length && body[end] != '\n') {
      end++;
    }
    return end;
  }

  private static Decoded<List<Received>> events(List<ByteBuffer> values, Instant receivedAt) {
    return values.size() > MAX_EVENTS
        ? Door.tooMany()
        : Decoded.of(values.stream().map(value -> EventJson.read(value, receivedAt)).toList());
  }

  private static Decoded<List<Received>> notJson(String detail) {
    return Decoded.problem(Problem.Type.NOT_JSON, detail);
  }

  private static String at(byte[] body, int offset) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(offset, body.length); i++) {
      line += body[i] == '\n' ? 1 : 0;
      column = body[i] == '\n' ? 1 : column + 1;
    }
    return "line " + line + ", column " + column + ": ";
  }
}
