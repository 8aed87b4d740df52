package io.tapevault.screen;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.json.HarmlessJson;
import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A cast in pieces that each begin with the whole screen, so that a player needs only those that
/// somebody watches; asciinema-player 3.18 knows their form. Each is a member of gzip. Then come 16
/// bytes for each, its begin in milliseconds and its place, since JSON of many takes longer to read
/// than what is looked for; then what is told of all, and the places of both.
///
/// All events of one millisecond are in one piece: where they are too many, what they left on the
/// screen stands for them.
final class Segments implements Emulator.Form {

  private static final long ACTIVE_MILLIS = 10_000;
  // Silence that is longer is no activity.
  private static final long PAUSE_MILLIS = 1_000;
  private static final int LARGE = 256 << 10;
  // After so many they are twice as long, and again: the index stays small.
  private static final int STEP = 1_000;
  private static final int MOST_AT_ONCE = 4 << 20;
  private static final int MOST_MARKERS = 1_000;

  private static final JsonFactory FACTORY = HarmlessJson.UTF_8;

  private record Segment(long start, long offset) {}

  private record Marker(long at, String label) {}

  private final Counted out;
  private final Supplier<Screen> screen;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Marker> markers = new ArrayList<>();
  private TerminalSize first = TerminalSize.USUAL;
  private @Nullable JsonGenerator open;
  private long start;
  private long offset;
  private long last;
  private long written = -1;
  private long active;
  private long characters;
  private long snapshot;
  private boolean folds;

  /// `screen` is as it was before an event when that event comes.
  Segments(OutputStream out, Supplier<Screen> screen) {
    this.out = new Counted(out);
    this.screen = screen;
  }

  @Override
  public void header(TerminalSize size, @Nullable Instant time, String title) {
    first = size;
  }

  @Override
  public void event(long millis, char code, CharBuffer data) throws IOException {
    if (millis > last) {
      unfold();
      if (open != null && isLong()) {
        close();
      }
    }
    if (open == null) {
      begin(segments.isEmpty() ? 0 : millis);
    }
    active += Math.min(millis - last, PAUSE_MILLIS);
    last = millis;
    folds |= characters + data.remaining() > MOST_AT_ONCE;
    if (!folds) {
      write(code, data);
    }
  }

  private boolean isLong() {
    long times = 1L << Math.min(20, segments.size() / STEP);
    return (active >= ACTIVE_MILLIS * times || characters >= LARGE * times)
        && characters >= snapshot / 4;
  }

  private void begin(long at) throws IOException {
    start = at;
    offset = out.count;
    active = 0;
    characters = 0;
    TerminalSize size = screen.get().size();
    String init = screen.get().snapshot();
    snapshot = init.length();
    JsonGenerator json = FACTORY.createGenerator(new GZIPOutputStream(out, 1 << 13));
    json.writeStartObject();
    json.writeObjectFieldStart("snapshot");
    size(json, size);
    json.writeStringField("init", init);
    json.writeEndObject();
    json.writeArrayFieldStart("events");
    open = json;
  }

  private void write(char code, CharBuffer data) throws IOException {
    if (code == CastSink.MARKER && markers.size() < MOST_MARKERS) {
      markers.add(new Marker(last, data.toString()));
    } else if (code == CastSink.MARKER) {
      // It is as if something had been printed, since a player counts them.
      write(CastSink.OUTPUT, CharBuffer.allocate(0));
      return;
    }
    JsonGenerator json = open;
    if (json != null) {
      json.writeStartArray();
      json.writeNumber(BigDecimal.valueOf(last, 3));
      json.writeString(String.valueOf(code));
      json.writeString(data.toString());
      json.writeEndArray();
      written = last;
      characters += data.remaining();
    }
  }

  /// Writes what all that was left out has come to.
  private void unfold() throws IOException {
    if (folds) {
      folds = false;
      TerminalSize size = screen.get().size();
      write(CastSink.RESIZE, CharBuffer.wrap(size.columns() + "x" + size.rows()));
      write(CastSink.OUTPUT, CharBuffer.wrap("\u001bc" + screen.get().snapshot()));
    }
  }

  private void close() throws IOException {
    JsonGenerator json = open;
    if (json != null) {
      json.writeEndArray();
      json.writeEndObject();
      json.close();
      segments.add(new Segment(start, offset));
      open = null;
    }
  }

  @Override
  public void finish() throws IOException {
    unfold();
    if (open == null) {
      begin(0);
    }
    if (written != last) {
      // There the recording ends.
      write(CastSink.OUTPUT, CharBuffer.allocate(0));
    }
    close();
    long table = out.count;
    ByteBuffer begins = ByteBuffer.allocate(segments.size() * 2 * Long.BYTES);
    for (Segment segment : segments) {
      begins.putLong(segment.start).putLong(segment.offset);
    }
    out.write(begins.array());
    long place = out.count;
    try (JsonGenerator json = FACTORY.createGenerator(new GZIPOutputStream(out, 1 << 13))) {
      index(json);
    }
    out.write(ByteBuffer.allocate(2 * Long.BYTES).putLong(table).putLong(place).array());
    out.flush();
  }

  private void index(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", 2);
    json.writeNumberField("duration", BigDecimal.valueOf(last, 3));
    json.writeObjectFieldStart("term");
    size(json, first);
    json.writeEndObject();
    json.writeArrayFieldStart("markers");
    for (Marker marker : markers) {
      json.writeStartArray();
      json.writeNumber(BigDecimal.valueOf(marker.at, 3));
      json.writeString(marker.label);
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void size(JsonGenerator json, TerminalSize size) throws IOException {
    json.writeNumberField("cols", size.columns());
    json.writeNumberField("rows", size.rows());
  }

  /// Stays open when a member ends.
  private static final class Counted extends FilterOutputStream {
    private long count;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
