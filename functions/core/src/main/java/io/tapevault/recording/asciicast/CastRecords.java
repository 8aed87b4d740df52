package io.tapevault.recording.asciicast;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.LineReader;
import io.tapevault.recording.RangeCursor;
import io.tapevault.recording.RecordedFields;
import io.tapevault.recording.RecordingFormat;
import io.tapevault.recording.RecordingReader.Records;
import io.tapevault.recording.RecordingSource;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads asciicast v2 and v3: a header, and an event a line. A line that is none, or is too long,
/// costs that line, and is told at the end.
public final class CastRecords implements Records {

  // A recorder writes what it reads at once, at most some 100 KB; escaped it is six times as long.
  static final int LONGEST_LINE = 1024 * 1024;

  // By name, a theme or what the terminal ran comes before the version.
  private static final int LONGEST_HEADER = 64 * 1024;
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private static final Pattern VERSION =
      Pattern.compile("^\\{.*?\"version\"\\s*:\\s*([123])\\s*[,}]", Pattern.DOTALL);

  private final RecordingFormat format;
  private final RangeCursor cursor;
  private final LineReader lines;
  private final CastTime time;
  private boolean headed;
  private @Nullable Damaged oddLine;

  private CastRecords(RecordingSource source, RecordingFormat format) {
    this.format = format;
    this.cursor = RangeCursor.through(source, 0, source.size());
    this.lines = new LineReader(cursor, LONGEST_LINE);
    this.time = new CastTime(format != RecordingFormat.ASCIICAST_2);
  }

  /// Empty where what begins with `head` is no asciicast.
  public static Optional<Records> open(RecordingSource source, byte[] head) throws IOException {
    if (!isObject(head)) {
      return Optional.empty();
    }
    Matcher version = VERSION.matcher(text(head));
    if (!version.find() && !version.reset(text(beginning(source))).find()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (version.group(1)) {
          case "1" -> new CastDocument(source, isMarked(new String(head, UTF_8)) ? 3 : 0);
          case "2" -> new CastRecords(source, RecordingFormat.ASCIICAST_2);
          default -> new CastRecords(source, RecordingFormat.ASCIICAST_3);
        });
  }

  /// Whether what begins so is JSON as an asciicast is, of whatever version.
  public static boolean isObject(byte[] head) {
    return text(head).startsWith("{");
  }

  private static byte[] beginning(RecordingSource source) throws IOException {
    long most = Math.min(source.size(), LONGEST_HEADER);
    try (RangeCursor cursor = RangeCursor.through(source, 0, most)) {
      return cursor.readAllBytes();
    }
  }

  /// In UTF-8 that is three bytes.
  private static boolean isMarked(String text) {
    return text.startsWith(BYTE_ORDER_MARK);
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return (isMarked(text) ? text.substring(1) : text).stripLeading();
  }

  @Override
  public RecordingFormat format() {
    return format;
  }

  @Override
  public String place() {
    return "line " + lines.number();
  }

  @Override
  public long position() {
    return cursor.position();
  }

  @Override
  public Optional<RecordedFields> next() throws IOException {
    for (Optional<byte[]> line = line(); line.isPresent(); line = line()) {
      if (headed && line.get()[0] == '#') {
        continue;
      }
      try {
        return Optional.of(headed ? event(line.get()) : header(line.get()));
      } catch (Damaged e) {
        if (!headed) {
          throw e;
        }
        odd(e);
      }
    }
    if (oddLine != null) {
      throw oddLine;
    }
    return Optional.empty();
  }

  /// The next one that is not too long.
  private Optional<byte[]> line() throws IOException {
    while (true) {
      long before = lines.number();
      try {
        return lines.next();
      } catch (Damaged e) {
        boolean isPassedOver = lines.number() > before;
        if (!headed || !isPassedOver) {
          throw e;
        }
        odd(e);
      }
    }
  }

  private void odd(Damaged line) {
    oddLine = oddLine == null ? line.in(place()) : oddLine;
  }

  private RecordedFields header(byte[] line) throws IOException {
    try (JsonParser json = parser(line)) {
      CastHeader header = new CastHeader();
      CastHeader.expect(json, JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        header.member(json);
      }
      headed = true;
      return header.fields(line, time);
    } catch (JacksonException e) {
      throw damaged(e);
    }
  }

  private RecordedFields event(byte[] line) throws IOException {
    try (JsonParser json = parser(line)) {
      CastHeader.expect(json, JsonToken.START_ARRAY);
      json.nextToken();
      time.advance(json);
      CastHeader.expect(json, JsonToken.VALUE_STRING);
      String code = json.getText();
      CastHeader.expect(json, JsonToken.VALUE_STRING);
      RecordedFields fields = CastEvent.fields(line, code, json.getText());
      // A later version may have more in it; a line without its end was cut off.
      while (json.nextToken() != JsonToken.END_ARRAY) {
        json.skipChildren();
      }
      time.stamp(fields);
      return fields;
    } catch (JacksonException e) {
      throw damaged(e);
    }
  }

  // From a text: of bytes, a parser would guess that they are UTF-16.
  private static JsonParser parser(byte[] line) throws IOException {
    return CastHeader.FACTORY.createParser(text(line));
  }

  static Damaged damaged(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    // Jackson has a type of its own for most of these, but not after a comma.
    return message.startsWith("Unexpected end-of-input")
        ? Damaged.cutOff("the JSON ends too early")
        : Damaged.damaged("this is no asciicast: " + Damaged.shown(message));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
