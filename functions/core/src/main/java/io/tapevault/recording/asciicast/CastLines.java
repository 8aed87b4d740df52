package io.tapevault.recording.asciicast;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.tapevault.json.HarmlessJson;
import io.tapevault.recording.TerminalSize;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes an asciicast v2, a JSON value a line. Closing it leaves the stream below open.
final class CastLines implements AutoCloseable {

  // An emoji stays one character of UTF-8, and what acts on a terminal does so in a player alone.
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .characterEscapes(HarmlessJson.ESCAPES)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private final JsonGenerator json;

  CastLines(OutputStream out) throws IOException {
    json = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setRootValueSeparator(null);
  }

  /// The first line. Without a time or a title, the field is left out.
  void header(TerminalSize size, @Nullable Instant time, String title) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", 2);
    json.writeNumberField("width", size.columns());
    json.writeNumberField("height", size.rows());
    if (time != null) {
      json.writeNumberField("timestamp", time.getEpochSecond());
    }
    if (!title.isEmpty()) {
      json.writeStringField("title", title);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /// `[seconds, code, data]`, with the seconds exact to the millisecond.
  void event(long millis, char code, CharBuffer data) throws IOException {
    json.writeStartArray();
    json.writeNumber(BigDecimal.valueOf(millis, 3));
    json.writeString(String.valueOf(code));
    if (data.hasArray()) {
      json.writeString(data.array(), data.arrayOffset() + data.position(), data.remaining());
    } else {
      json.writeString(data.toString());
    }
    json.writeEndArray();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
