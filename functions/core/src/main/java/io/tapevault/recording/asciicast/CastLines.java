package io.tapevault.recording.asciicast;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.json.HarmlessJson;
import io.tapevault.recording.TerminalSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes an asciicast v2 or v3, a JSON value a line. Closing it leaves the stream below open.
public final class CastLines implements CastSink, AutoCloseable {

  // What acts on a terminal does so in a player alone.
  private static final JsonFactory FACTORY = HarmlessJson.UTF_8;

  private final JsonGenerator json;
  private final CastVersion version;
  private long written;

  public CastLines(OutputStream out, CastVersion version) throws IOException {
    this.version = version;
    json = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setRootValueSeparator(null);
  }

  /// The first line. Without a time or a title, the field is left out.
  @Override
  public void header(TerminalSize size, @Nullable Instant time, String title) throws IOException {
    json.writeStartObject();
    switch (version) {
      case V2 -> {
        json.writeNumberField("version", 2);
        json.writeNumberField("width", size.columns());
        json.writeNumberField("height", size.rows());
      }
      case V3 -> {
        json.writeNumberField("version", 3);
        json.writeObjectFieldStart("term");
        json.writeNumberField("cols", size.columns());
        json.writeNumberField("rows", size.rows());
        json.writeEndObject();
      }
    }
    if (time != null) {
      json.writeNumberField("timestamp", time.getEpochSecond());
    }
    if (!title.isEmpty()) {
      json.writeStringField("title", title);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /// `[seconds, code, data]`, with the seconds exact to the millisecond: from the start in v2, from
  /// the event before in v3. Those are differences of what v2 has, so that they add up to it.
  @Override
  public void event(long millis, char code, CharBuffer data) throws IOException {
    json.writeStartArray();
    json.writeNumber(seconds(version == CastVersion.V2 ? millis : millis - written));
    written = millis;
    json.writeString(String.valueOf(code));
    if (data.hasArray()) {
      json.writeString(data.array(), data.arrayOffset() + data.position(), data.remaining());
    } else {
      json.writeString(data.toString());
    }
    json.writeEndArray();
    json.writeRaw('\n');
  }

  private static String seconds(long millis) {
    String text = Long.toString(millis);
    String digits = "0000".substring(Math.min(4, text.length())) + text;
    int point = digits.length() - 3;
    return digits.substring(0, point) + '.' + digits.substring(point);
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
