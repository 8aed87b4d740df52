package io.tapevault.session;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.json.HarmlessJson;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.util.zip.GZIPInputStream;

/// A cast in pieces, each of which can be read alone.
public final class Segments {

  private final RecordingSource all;
  private final SegmentIndex index;

  private Segments(RecordingSource all, SegmentIndex index) {
    this.all = all;
    this.index = index;
  }

  public static Segments of(RecordingSource all) throws IOException {
    return new Segments(all, SegmentIndex.read(all));
  }

  public SegmentIndex index() {
    return index;
  }

  /// The bytes of a piece: gzip of JSON.
  public InputStream open(int number) throws IOException {
    SegmentIndex.Segment segment = index.segments().get(number);
    return all.open(segment.offset(), segment.length());
  }

  /// Gives `sink` what it takes to show `from`, as if nothing had been before, up to that.
  public void until(long from, CastSink sink) throws IOException {
    int number = index.at(from);
    read(
        number,
        new Reader() {
          @Override
          public void snapshot(TerminalSize size, String init) throws IOException {
            sink.header(size, null, "");
            sink.event(
                index.segments().get(number).millis(), CastSink.OUTPUT, CharBuffer.wrap(init));
          }

          @Override
          public void event(long millis, char code, String data) throws IOException {
            if (millis <= from) {
              sink.event(millis, code, CharBuffer.wrap(data));
            }
          }
        });
  }

  /// Gives `sink` the events after `from` up to `to`, and no header.
  public void between(long from, long to, CastSink sink) throws IOException {
    int number = index.at(from);
    while (number < index.segments().size() && index.segments().get(number).millis() <= to) {
      read(
          number,
          new Reader() {
            @Override
            public void snapshot(TerminalSize size, String init) {}

            @Override
            public void event(long millis, char code, String data) throws IOException {
              if (millis > from && millis <= to) {
                sink.event(millis, code, CharBuffer.wrap(data));
              }
            }
          });
      number++;
    }
  }

  private interface Reader {
    void snapshot(TerminalSize size, String init) throws IOException;

    void event(long millis, char code, String data) throws IOException;
  }

  private void read(int number, Reader reader) throws IOException {
    try (InputStream in = new GZIPInputStream(open(number), 1 << 13);
        JsonParser json = HarmlessJson.UTF_8.createParser(in)) {
      int columns = 0;
      int rows = 0;
      String init = "";
      JsonToken token = json.nextToken();
      while (token != null && token != JsonToken.START_ARRAY) {
        if (token == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          token = json.nextToken();
          switch (name) {
            case "cols" -> columns = json.getIntValue();
            case "rows" -> rows = json.getIntValue();
            case "init" -> init = json.getText();
            default -> {}
          }
          if (token == JsonToken.START_ARRAY) {
            break;
          }
        }
        token = json.nextToken();
      }
      reader.snapshot(new TerminalSize(columns, rows), init);
      while (json.nextToken() == JsonToken.START_ARRAY) {
        json.nextToken();
        BigDecimal seconds = json.getDecimalValue();
        json.nextToken();
        char code = json.getText().charAt(0);
        json.nextToken();
        reader.event(seconds.movePointRight(3).longValue(), code, json.getText());
        json.nextToken();
      }
    }
  }
}
