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
    byte[] tail = bytes(all, Math.max(0, all.size() - TAIL), all.size());
    if (tail.length < Long.BYTES) {
      throw damaged();
    }
    long place = ByteBuffer.wrap(tail).getLong(tail.length - Long.BYTES);
    long end = all.size() - Long.BYTES;
    if (place < 0 || place > end || end - place > MOST) {
      throw damaged();
    }
    long tailAt = all.size() - tail.length;
    byte[] zipped =
        place >= tailAt
            ? Arrays.copyOfRange(tail, (int) (place - tailAt), tail.length - Long.BYTES)
            : bytes(all, place, end);
    Reading reading = new Reading();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      JsonReader.document("index", () -> JsonReader.JSON.createParser(in), reading::members);
    } catch (ZipException | EOFException | Malformed e) {
      throw damaged();
    }
    if (reading.segments.isEmpty()) {
      throw damaged();
    }
    return new SegmentIndex(
        reading.millis,
        new TerminalSize(reading.columns, reading.rows),
        reading.markers,
        reading.segments);
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
    private final List<Segment> segments = new ArrayList<>();

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
              case "segments" -> JsonReader.array(name, json, () -> segment(json));
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

    private void segment(JsonParser json) throws IOException {
      long[] read = new long[3];
      JsonReader.object(
          "segment",
          json,
          name -> {
            switch (name) {
              case "start" -> read[0] = millis(json);
              case "offset" -> read[1] = json.getLongValue();
              case "length" -> read[2] = json.getLongValue();
              default -> {}
            }
          });
      segments.add(new Segment(read[0], read[1], read[2]));
    }

    private static long millis(JsonParser json) throws IOException {
      BigDecimal seconds = json.getDecimalValue();
      return seconds.movePointRight(3).longValue();
    }
  }
}
