package io.tapevault.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.recording.RecordedEvent.Origin;
import io.tapevault.recording.RecordedEvent.Other;
import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Resized;
import io.tapevault.recording.RecordedEvent.Stamp;
import io.tapevault.recording.RecordingSummary.Counts;
import io.tapevault.recording.RecordingSummary.Doings;
import io.tapevault.recording.RecordingSummary.SizeChange;
import io.tapevault.recording.RecordingSummary.Span;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.session.Recordings;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AsciicastTest {

  private static final String HEAD =
      "{\"version\":2,\"width\":80,\"height\":25,\"timestamp\":1521143400,\"title\":\"alice as root@web-1\"}\n";

  @Test
  void a_recording_becomes_a_cast_and_a_summary() throws Exception {
    List<RecordedEvent> events = Sessions.printing("one\r\n", "\u001b[1m\"two\"\\\u0007\u007f");
    assertEquals(
        HEAD
            + "[0.100,\"o\",\"one\\r\\n\"]\n[0.200,\"o\",\"\\u001B[1m\\\"two\\\"\\\\\\u0007\\u007f\"]\n",
        cast(events));
    assertEquals(
        new RecordingSummary(
            RecordingFormat.PROTOSTREAM_1,
            new Origin(Sessions.SID, "alice", "root", "web-1"),
            new Span(Sessions.START, Sessions.START.plusMillis(300), 300, 3, true),
            new Counts(4, 2, 17, 0, 0),
            Map.of("session.start", 1L, "print", 2L, "session.end", 1L),
            List.of(new SizeChange(0, new TerminalSize(80, 25))),
            new Doings(List.of("alice"), List.of(), List.of(), 0, false),
            Verdict.WHOLE),
        convert(stream(events), new ByteArrayOutputStream()));
  }

  @Test
  void a_recording_that_is_cut_off_becomes_a_cast_that_says_so() throws Exception {
    byte[] whole = stream(Sessions.printing("one", "two"));
    ByteArrayOutputStream cast = new ByteArrayOutputStream();
    RecordingSummary summary = convert(Arrays.copyOf(whole, whole.length - 4), cast);
    String reason =
        "cut off in part 1 at byte "
            + (whole.length - 4)
            + ", after 4 events: the gzip stream ends too early";
    assertEquals(new Verdict(Status.CUT_OFF, reason), summary.verdict());
    assertEquals(
        HEAD
            + "[0.100,\"o\",\"one\"]\n[0.200,\"o\",\"two\"]\n[0.300,\"m\",\"recording: "
            + reason
            + "\"]\n",
        cast.toString(StandardCharsets.UTF_8));
  }

  @Test
  void what_is_no_recording_becomes_nothing() {
    ByteArrayOutputStream cast = new ByteArrayOutputStream();
    byte[] text = "This is a text.\n".repeat(50).getBytes(StandardCharsets.UTF_8);
    Damaged refused = assertThrows(Damaged.class, () -> convert(text, cast));
    assertEquals("this is neither a tar nor a stream of events", what(refused));
    refused = assertThrows(Damaged.class, () -> convert(new byte[0], cast));
    assertEquals("there are only 0 bytes", what(refused));
    byte[] packed = {0x1f, (byte) 0x8b, 8, 0};
    refused = assertThrows(Damaged.class, () -> convert(packed, cast));
    assertEquals("this is packed with gzip; what it holds may be a recording", what(refused));
    assertEquals(0, cast.size());
  }

  @Test
  void a_character_cut_between_prints_comes_with_the_second() throws Exception {
    byte[] smile = "😀".getBytes(StandardCharsets.UTF_8);
    List<RecordedEvent> events = List.of(print(0, 1000, smile, 0, 2), print(1, 1500, smile, 2, 4));
    assertEquals(
        "{\"version\":2,\"width\":80,\"height\":24,\"timestamp\":1521143401}\n[0.500,\"o\",\"😀\"]\n",
        cast(events));
  }

  @Test
  void a_character_whose_end_never_comes_is_replaced() throws Exception {
    byte[] smile = "😀".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "{\"version\":2,\"width\":80,\"height\":24,\"timestamp\":1521143401}\n[0.000,\"o\",\"\uFFFD\"]\n",
        cast(List.of(print(0, 1000, smile, 0, 3))));
  }

  @Test
  void time_does_not_go_back_when_a_clock_does() throws Exception {
    List<RecordedEvent> events = new ArrayList<>(Sessions.printing("a", "b"));
    byte[] late = {'l'};
    events.add(2, print(2, 90_000, late, 0, 1));
    events.set(3, print(3, 150, late, 0, 1));
    events.removeLast();
    assertEquals(
        HEAD + "[0.100,\"o\",\"a\"]\n[90.000,\"o\",\"l\"]\n[90.000,\"o\",\"l\"]\n", cast(events));
  }

  @Test
  void a_resize_is_a_line_and_an_odd_one_is_none() throws Exception {
    List<RecordedEvent> events = new ArrayList<>(Sessions.printing());
    events.add(new Resized(stamp(9, "resize", 2_007), new TerminalSize(120, 40)));
    events.add(new Resized(stamp(10, "resize", 2_100), new TerminalSize(0, 40)));
    events.add(new Resized(stamp(11, "resize", 3_000), new TerminalSize(99_999, 50)));
    assertEquals(HEAD + "[2.007,\"r\",\"120x40\"]\n[3.000,\"r\",\"1000x50\"]\n", cast(events));
  }

  @Test
  void a_recording_without_a_terminal_says_what_is_in_it() throws Exception {
    List<RecordedEvent> events =
        List.of(
            new Other(stamp(0, "db.session.start", 0)), new Other(stamp(1, "db.session.end", 0)));
    String holds = "there is no terminal in it; it holds 1 db.session.end, 1 db.session.start";
    assertEquals(
        "{\"version\":2,\"width\":80,\"height\":24}\n[0.000,\"m\",\"recording: " + holds + "\"]\n",
        cast(events));
    RecordingSummary summary = convert(stream(events), new ByteArrayOutputStream());
    assertEquals(new Verdict(Status.NO_TERMINAL, holds), summary.verdict());
    assertEquals(Optional.of(Duration.ZERO), summary.span().duration());
  }

  @Test
  void a_recording_of_no_records_has_no_terminal() throws Exception {
    Verdict empty =
        new Verdict(Status.NO_TERMINAL, "there is no terminal in it; it holds no events");
    byte[] ofNothing = ProtoStreamEncoder.part(1, 0, ProtoStreamEncoder.gzip(new byte[0]), 0);
    assertEquals(empty, convert(ofNothing, new ByteArrayOutputStream()).verdict());
    assertEquals(empty, convert(new byte[2000], new ByteArrayOutputStream()).verdict());
  }

  @Test
  void the_number_of_types_and_sizes_is_bounded() throws Exception {
    List<RecordedEvent> events = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      events.add(new Other(stamp(2L * i, "type " + i, i)));
      events.add(new Resized(stamp(2L * i + 1, "resize", i), new TerminalSize(1 + i % 90, 24)));
    }
    RecordingSummary summary = convert(stream(events), new ByteArrayOutputStream());
    assertEquals(251, summary.eventsByType().size());
    assertEquals(4_000, summary.eventsByType().values().stream().mapToLong(Long::longValue).sum());
    assertEquals(1_000, summary.sizes().size());
  }

  private static String what(Damaged refused) {
    return String.valueOf(refused.getMessage()).replaceFirst("^.*? after 0 events: ", "");
  }

  private static Stamp stamp(long index, String type, long millis) {
    return new Stamp(index, type, Sessions.START.plusMillis(millis), millis);
  }

  private static RecordedEvent print(long index, long millis, byte[] bytes, int from, int to) {
    return new Printed(
        stamp(index, "print", millis), 0, ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)));
  }

  private static byte[] stream(List<RecordedEvent> events) {
    return ProtoStreamEncoder.stream(1, events, 100_000, 0);
  }

  private static String cast(List<RecordedEvent> events) throws Exception {
    ByteArrayOutputStream cast = new ByteArrayOutputStream();
    convert(stream(events), cast);
    return cast.toString(StandardCharsets.UTF_8);
  }

  private static RecordingSummary convert(byte[] recording, ByteArrayOutputStream cast)
      throws Exception {
    return Recordings.toAsciicast(new BytesSource(recording), cast);
  }
}
