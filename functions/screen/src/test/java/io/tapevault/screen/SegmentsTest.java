package io.tapevault.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.session.Screens;
import io.tapevault.session.SegmentIndex;
import io.tapevault.testkit.memory.BytesSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class SegmentsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Event(long millis, char code, String data) {}

  private final List<Event> events = new ArrayList<>();

  @Test
  void a_jump_over_a_resize_and_into_an_editor_shows_what_playing_shows() throws IOException {
    add(1_000, 'o', "A");
    add(2_000, 'r', "120x40");
    add(3_000, 'o', "\u001b[40;120HX");
    for (int i = 0; i < 25; i++) {
      // So that there is a piece for almost every second.
      add(3_100 + i, 'o', "\u001b7\u001b[5;5H" + "y".repeat(20_000) + "\u001b[5;1H\u001b[J\u001b8");
    }
    add(5_000, 'o', "\u001b[40;120HX");
    add(6_000, 'o', "\u001b[?1049h\u001b[2J\u001b[HV");
    for (int i = 0; i < 20; i++) {
      add(6_500 + i, 'o', "\u001b[2;1H" + " ".repeat(20_000) + "\u001b[2;1H");
    }
    add(8_000, 'o', "\u001b[?1049l");
    add(9_000, 'o', "B");
    SegmentIndex index = check();
    assertTrue(index.segments().size() > 2, index.toString());
    assertEquals(new TerminalSize(80, 24), index.size());
    assertEquals(9_000, index.millis());
  }

  @Test
  void any_moment_is_shown_as_it_is_played() throws IOException {
    String[] pieces = {
      "text ",
      "\r\n",
      "\u001b[1;32m",
      "\u001b[0m",
      "\u001b[?1049h",
      "\u001b[?1049l",
      "\u001b[2J",
      "\u001b[3;3H",
      "你好",
      "\u001b[",
      "5C",
      "e",
      "\u0301",
      "🐻\u200D",
      "❄️",
      "x".repeat(100)
    };
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      events.clear();
      long millis = 0;
      for (int i = 0; i < 300; i++) {
        millis += random.nextInt(1_500);
        if (random.nextInt(40) == 0) {
          add(millis, 'r', (10 + random.nextInt(90)) + "x" + (5 + random.nextInt(30)));
        } else if (random.nextInt(60) == 0) {
          add(millis, 'm', "mark " + i);
        } else {
          add(millis, 'o', pieces[random.nextInt(pieces.length)]);
        }
      }
      check();
    }
  }

  @Test
  void one_output_alone_is_a_piece_and_nothing_is_one_too() throws IOException {
    add(0, 'o', "x");
    assertEquals(0, check().millis());
    events.clear();
    assertEquals(0, check().millis());
    add(3_500, 'o', "x");
    SegmentIndex late = check();
    assertEquals(3_500, late.millis());
    assertEquals(0, late.segments().getFirst().millis());
  }

  @Test
  void silence_makes_no_pieces() throws IOException {
    for (int i = 0; i < 50; i++) {
      add(i * 3_600_000L, 'o', "an hour later\r\n");
    }
    assertEquals(5, check().segments().size());
  }

  @Test
  void what_comes_all_at_once_is_told_by_what_it_left() throws IOException {
    add(0, 'o', "before\r\n");
    for (int i = 0; i < 36; i++) {
      add(1_000, 'o', ("line of " + i + "\r\n").repeat(10_000));
    }
    add(1_000, 'r', "100x30");
    add(2_000, 'o', "after");
    byte[] made = made(Kind.SEGMENTS);
    assertTrue(made.length < 200_000, "it has " + made.length + " bytes");
    check();
  }

  @Test
  void the_same_recording_makes_the_same_bytes() throws IOException {
    add(1, 'o', "x");
    assertEquals(List.of(made(Kind.SEGMENTS).length), List.of(made(Kind.SEGMENTS).length));
  }

  @Test
  void a_session_that_asks_for_too_much_ends_there_and_is_told_to() throws IOException {
    add(0, 'r', "1000x1000");
    add(1, 'o', "seen");
    for (int i = 0; i < 1_000; i++) {
      add(10 + i * 100L, 'o', "\u001b[2J\u001b[H".repeat(1_000));
    }
    ByteArrayOutputStream transcript = new ByteArrayOutputStream();
    ByteArrayOutputStream segments = new ByteArrayOutputStream();
    Screens.Forms forms =
        new Emulator(1_000_000_000)
            .forms(Map.of(Kind.TRANSCRIPT, transcript, Kind.SEGMENTS, segments));
    feed(forms);
    forms.finish();
    String told = unzipped(transcript.toByteArray());
    assertTrue(told.contains("(" + Emulator.TOO_MUCH + ")"), told);
    SegmentIndex index = SegmentIndex.read(new BytesSource(segments.toByteArray()));
    assertEquals(
        List.of(Emulator.TOO_MUCH),
        index.markers().stream().map(SegmentIndex.Marker::label).toList());
    assertTrue(index.millis() < 1_000, index.toString());
  }

  @Test
  void the_picture_is_of_a_moment_at_which_there_was_something_to_see() throws IOException {
    add(0, 'o', "little");
    add(1_000, 'o', "\r\nmuch more than that <&>");
    add(9_000, 'o', "\u001b[2J\u001b[H");
    add(10_000, 'o', "$ ");
    String svg = unzipped(made(Kind.PICTURE));
    assertTrue(svg.contains("much more than that &lt;&amp;&gt;"), svg);
  }

  private void add(long millis, char code, String data) {
    events.add(new Event(millis, code, data));
  }

  private void feed(CastSink sink) throws IOException {
    sink.header(TerminalSize.USUAL, null, "");
    for (Event event : events) {
      sink.event(event.millis, event.code, CharBuffer.wrap(event.data));
    }
  }

  private byte[] made(Kind kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Screens.Forms forms = new Emulator().forms(Map.of(kind, out));
    feed(forms);
    forms.finish();
    return out.toByteArray();
  }

  /// That it is what the player takes, and shows at every piece's begin and middle what playing
  /// from the first event on shows.
  private SegmentIndex check() throws IOException {
    byte[] all = made(Kind.SEGMENTS);
    SegmentIndex index = SegmentIndex.read(new BytesSource(all));
    List<SegmentIndex.Segment> segments = index.segments();
    long end = 0;
    int markers = 0;
    for (int i = 0; i < segments.size(); i++) {
      SegmentIndex.Segment segment = segments.get(i);
      JsonNode read =
          JSON.readTree(
              new GZIPInputStream(
                  new ByteArrayInputStream(all, (int) segment.offset(), (int) segment.length())));
      JsonNode of = read.get("events");
      assertTrue(of.size() > 0, "a piece has no events");
      long first = millis(of.get(0));
      assertTrue(i == 0 ? segment.millis() == 0 : segment.millis() == first, "piece " + i);
      assertTrue(i == 0 || segment.millis() > segments.get(i - 1).millis(), "piece " + i);
      Screen jumped =
          new Screen(
              new TerminalSize(
                  read.at("/snapshot/cols").asInt(), read.at("/snapshot/rows").asInt()));
      jumped.write(read.at("/snapshot/init").asText());
      assertEquals(played(first, false), text(jumped), "at the begin of piece " + i);
      for (JsonNode event : of) {
        end = millis(event);
        assertTrue(i + 1 == segments.size() || end < segments.get(i + 1).millis(), "piece " + i);
        char code = event.get(1).asText().charAt(0);
        markers += code == 'm' ? 1 : 0;
        jumped.apply(code, CharBuffer.wrap(event.get(2).asText()));
      }
      assertEquals(played(end, true), text(jumped), "at the end of piece " + i);
    }
    assertEquals(index.millis(), end);
    assertEquals(index.markers().size(), markers);
    return index;
  }

  private String played(long until, boolean included) {
    Screen screen = new Screen(TerminalSize.USUAL);
    for (Event event : events) {
      if (event.millis < until || (included && event.millis == until)) {
        screen.apply(event.code, CharBuffer.wrap(event.data));
      }
    }
    return text(screen);
  }

  private static String text(Screen screen) {
    Picture picture = screen.picture();
    StringBuilder text = new StringBuilder().append(picture.columns()).append(picture.cursor());
    for (int row = 0; row < picture.rows(); row++) {
      text.append('\n').append(picture.text(row));
    }
    return text.toString();
  }

  private static long millis(JsonNode event) {
    return Math.round(event.get(0).asDouble() * 1000);
  }

  private static String unzipped(byte[] zipped) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
