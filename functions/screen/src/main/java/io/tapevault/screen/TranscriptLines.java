package io.tapevault.screen;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.json.HarmlessJson;
import io.tapevault.recording.TerminalSize;
import io.tapevault.session.Screens;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A transcript as NDJSON, gzip.
final class TranscriptLines implements Emulator.Form {

  private final GZIPOutputStream zipped;
  private final JsonGenerator json;
  private long lastMillis;
  private String lastText = "";
  private final Transcript transcript = new Transcript(this::line);

  private TranscriptLines(GZIPOutputStream zipped, JsonGenerator json) {
    this.zipped = zipped;
    this.json = json;
  }

  static TranscriptLines to(OutputStream out) throws IOException {
    GZIPOutputStream zipped = new GZIPOutputStream(out, 1 << 13);
    JsonGenerator json =
        HarmlessJson.UTF_8.createGenerator(zipped).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setRootValueSeparator(null);
    return new TranscriptLines(zipped, json);
  }

  Screen screen() {
    return transcript.screen();
  }

  /// Comes behind all that was seen.
  void endWith(long millis, String text) {
    lastMillis = millis;
    lastText = text;
  }

  private void line(long millis, String text) throws IOException {
    json.writeStartObject();
    json.writeFieldName("at");
    json.writeNumber(BigDecimal.valueOf(millis, 3));
    json.writeStringField("text", bounded(text));
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /// A cell may hold a character of many code points.
  private static String bounded(String text) {
    int end = Math.min(text.length(), Screens.LONGEST_LINE);
    boolean halved = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, halved ? end - 1 : end);
  }

  @Override
  public void header(TerminalSize size, @Nullable Instant time, String title) throws IOException {
    transcript.header(size, time, title);
  }

  @Override
  public void event(long millis, char code, CharBuffer data) throws IOException {
    transcript.event(millis, code, data);
  }

  @Override
  public void finish() throws IOException {
    transcript.finish();
    if (!lastText.isEmpty()) {
      line(lastMillis, lastText);
    }
    json.close();
    zipped.finish();
  }
}
