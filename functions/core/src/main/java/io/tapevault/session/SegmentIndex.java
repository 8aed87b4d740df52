package io.tapevault.session;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.event.Unavailable;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.TerminalSize;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Where the pieces of a cast lie, and when each begins. The first one begins at 0.
public record SegmentIndex(
    long millis, TerminalSize size, List<Marker> markers, List<Segment> segments) {

  // In most cases the whole index is in it: one request is enough.
  private static final int TAIL = 64 << 10;
  // The places of the table and of what is told.
  private static final int ENDING = 2 * Long.BYTES;
  private static final int MOST = 64 << 20;

  public SegmentIndex {
    markers = List.copyOf(markers);
    segments = List.copyOf(segments);
  }

  /// From when on, and which bytes it is: a member of gzip.
  public record Segment(long millis, long offset, long length) {}

  public record Marker(long millis, String label) {}

  /// Reads it from the end of all pieces.
  public static SegmentIndex read(RecordingSource all) throws IOException {
    Tail tail = Tail.of(all);
    long end = all.size() - ENDING;
    if (end < 0) {
      throw damaged();
    }
    ByteBuffer places = ByteBuffer.wrap(tail.bytes(end, all.size()));
    long table = places.getLong();
    long place = places.getLong();
    if (table < 0 || table > place || place > end || end - table > MOST) {
      throw damaged();
    }
    Reading reading = new Reading();
    byte[] told = tail.bytes(table, end);
    int begins = (int) (place - table);
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(told, begins, told.length - begins))) {
      JsonReader.document("index", () -> JsonReader.JSON.createParser(in), reading::members);
    } catch (ZipException | EOFException | Malformed e) {
      throw damaged();
    }
    return new SegmentIndex(
        reading.millis,
        new TerminalSize(reading.columns, reading.rows),
        reading.markers,
        segments(ByteBuffer.wrap(told, 0, begins), table));
  }

  private static List<Segment> segments(ByteBuffer begins, long end) {
    if (!begins.hasRemaining() || begins.remaining() % (2 * Long.BYTES) != 0) {
      throw damaged();
    }
    Segment[] segments = new Segment[begins.remaining() / (2 * Long.BYTES)];
    long millis = begins.getLong();
    long offset = begins.getLong();
    for (int i = 0; i < segments.length; i++) {
      boolean last = i + 1 == segments.length;
      long nextMillis = last ? Long.MAX_VALUE : begins.getLong();
      long next = last ? end : begins.getLong();
      if (offset < 0 || next <= offset || next > end || nextMillis < millis) {
        throw damaged();
      }
      segments[i] = new Segment(millis, offset, next - offset);
      millis = nextMillis;
      offset = next;
    }
    return List.of(segments);
  }

  /// The end of all pieces, which is read first.
  @SuppressWarnings("ArrayRecordComponent") // it is never compared
  private record Tail(RecordingSource all, byte[] read) {
    static Tail of(RecordingSource all) throws IOException {
      return new Tail(all, SegmentIndex.bytes(all, Math.max(0, all.size() - TAIL), all.size()));
    }

    byte[] bytes(long from, long to) throws IOException {
      long at = all.size() - read.length;
      return from >= at
          ? Arrays.copyOfRange(read, (int) (from - at), (int) (to - at))
          : SegmentIndex.bytes(all, from, to);
    }
  }

  private static byte[] bytes(RecordingSource all, long from, long to) throws IOException {
    try (InputStream in = all.open(from, to - from)) {
      return in.readAllBytes();
    }
  }

  private static Unavailable damaged() {
    return new Unavailable(
        "what was derived from the recording is damaged; delete it, and it is" + " made again");
  }

  /// The number of the piece that has this moment.
  public int at(long moment) {
    int number = 0;
    int beyond = segments.size();
    while (number + 1 < beyond) {
      int middle = (number + beyond) >>> 1;
      if (segments.get(middle).millis <= moment) {
        number = middle;
      } else {
        beyond = middle;
      }
    }
    return number;
  }

  private static final class Reading {
    private long millis;
    private int columns = TerminalSize.USUAL.columns();
    private int rows = TerminalSize.USUAL.rows();
    private final List<Marker> markers = new ArrayList<>();

    void members(JsonParser json) throws IOException {
      JsonReader.object(
          "index",
          json,
          name -> {
            switch (name) {
              case "duration" -> millis = millis(json);
              case "term" ->
                  JsonReader.object(
                      name,
                      json,
                      of -> {
                        switch (of) {
                          case "cols" -> columns = json.getIntValue();
                          case "rows" -> rows = json.getIntValue();
                          default -> {}
                        }
                      });
              case "markers" -> JsonReader.array(name, json, () -> marker(json));
              default -> {}
            }
          });
    }

    private void marker(JsonParser json) throws IOException {
      json.nextToken();
      long at = millis(json);
      json.nextToken();
      markers.add(new Marker(at, JsonReader.text("marker", json)));
      json.nextToken();
    }

    private static long millis(JsonParser json) throws IOException {
      BigDecimal seconds = json.getDecimalValue();
      return seconds.movePointRight(3).longValue();
    }
  }
}
