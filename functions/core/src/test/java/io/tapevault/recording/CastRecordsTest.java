package io.tapevault.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.session.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What asciinema and its like have written is a recording like any other.
final class CastRecordsTest {

  private static final String HEAD = "{\"version\":2,\"width\":80,\"height\":24}\n";

  @Test
  void version_1_is_an_object_of_delays_and_outputs() throws IOException {
    String cast =
        """
        {
          "version": 1, "width": 100, "height": 30, "duration": 2.0,
          "env": {"width": 7},
          "stdout": [
            [0.5, "one"],
            [1.25, "你"]
          ]
        }
        """;
    assertEquals(
        "{\"version\":2,\"width\":100,\"height\":30}\n[0.500,\"o\",\"one\"]\n[1.750,\"o\",\"你\"]\n",
        converted(cast));
    assertEquals(RecordingFormat.ASCIICAST_1, summary(cast).format());
  }

  @Test
  void a_byte_order_mark_before_the_header_is_passed_over() throws IOException {
    for (String cast :
        List.of(
            "{\"version\":1,\"width\":80,\"height\":24,\"stdout\":[[1,\"x\"]]}",
            HEAD + "[1,\"o\",\"x\"]\n",
            "{\"version\":3,\"term\":{\"cols\":80,\"rows\":24}}\n[1,\"o\",\"x\"]\n")) {
      assertEquals(HEAD + "[1.000,\"o\",\"x\"]\n", converted("\ufeff" + cast));
    }
  }

  @Test
  void the_version_may_stand_behind_all_other_members() throws IOException {
    String command = "echo " + "x".repeat(60_000);
    String cast =
        "{\"command\":\""
            + command
            + "\",\"height\":24,\"version\":2,\"width\":80}\n[1,\"o\",\"x\"]\n";
    assertEquals(HEAD + "[1.000,\"o\",\"x\"]\n", converted(cast));
  }

  @Test
  void json_of_another_version_is_called_that() {
    for (String cast :
        List.of("{\"version\":4}\n", "{}", "{\"version\":4,\"x\":\"" + "x".repeat(600))) {
      Damaged refused = assertThrows(Damaged.class, () -> converted(cast));
      assertTrue(
          String.valueOf(refused.getMessage())
              .endsWith("this is JSON, and no asciicast of version 1, 2 or 3"),
          refused::getMessage);
    }
  }

  @Test
  void version_2_comes_out_as_it_went_in() throws IOException {
    String cast =
        """
        {"version":2,"width":80,"height":24,"timestamp":1521143400,"title":"what I did"}
        [0.100,"o","a\\r\\n"]
        [2.000,"r","120x40"]
        [3.000,"o","\\u001B[1mb"]
        """;
    assertEquals(cast, converted(cast));
    RecordingSummary summary = summary(cast);
    assertEquals(RecordingFormat.ASCIICAST_2, summary.format());
    assertEquals(Verdict.WHOLE, summary.verdict());
    assertEquals(Instant.ofEpochSecond(1521143403), summary.span().end());
    assertEquals(Map.of("header", 1L, "print", 2L, "resize", 1L), summary.eventsByType());
  }

  @Test
  void version_3_has_delays_comments_and_its_size_in_term() throws IOException {
    String cast =
        """
        {"version":3,"term":{"cols":100,"rows":30,"type":"xterm"},"timestamp":1521143400}
        # a comment
        [0.5, "o", "a"]
        [0.25, "i", "typed"]
        [1, "m", "here"]
        [0.25, "r", "120x40"]
        [0, "zz", "from next year"]
        [1.0, "o", "b"]
        [0.0, "x", "0"]
        """;
    assertEquals(
        """
        {"version":2,"width":100,"height":30,"timestamp":1521143400}
        [0.500,"o","a"]
        [1.750,"m","here"]
        [2.000,"r","120x40"]
        [3.000,"o","b"]
        """,
        converted(cast));
    RecordingSummary summary = summary(cast);
    assertEquals(RecordingFormat.ASCIICAST_3, summary.format());
    assertEquals(
        Map.of(
            "header", 1L, "print", 2L, "resize", 1L, "input", 1L, "marker", 1L, "exit", 1L,
            "code zz", 1L),
        summary.eventsByType());
    assertEquals(Verdict.WHOLE, summary.verdict());
  }

  @Test
  void delays_that_add_up_do_not_drift() throws IOException {
    StringBuilder cast = new StringBuilder("{\"version\":3,\"term\":{\"cols\":80,\"rows\":24}}\n");
    cast.append("[0.0004,\"o\",\"x\"]\n".repeat(100_000));
    List<RecordedEvent> events = read(cast.toString()).events();
    assertEquals(100_001, events.size());
    for (int i = 1; i < events.size(); i++) {
      long micros = 400L * i;
      long off = events.get(i).stamp().millis() * 1_000 - micros;
      assertTrue(off <= 0 && off > -1_000, "output " + i + " is " + off + " µs off");
    }
    assertEquals(40_000, events.getLast().stamp().millis());
  }

  @Test
  void version_3_goes_out_with_intervals_that_add_up() throws IOException {
    StringBuilder cast = new StringBuilder(HEAD);
    for (int i = 1; i <= 100_000; i++) {
      cast.append("[").append(BigDecimal.valueOf(4L * i, 4)).append(",\"o\",\"x\"]\n");
    }
    List<String> lines = converted3(cast.toString()).lines().toList();
    assertEquals("{\"version\":3,\"term\":{\"cols\":80,\"rows\":24}}", lines.getFirst());
    assertEquals(100_001, lines.size());
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 1; i < lines.size(); i++) {
      BigDecimal interval = new BigDecimal(lines.get(i).substring(1, lines.get(i).indexOf(',')));
      assertTrue(interval.signum() >= 0, lines.get(i));
      sum = sum.add(interval);
      BigDecimal off = sum.subtract(BigDecimal.valueOf(4L * i, 4)).abs();
      assertTrue(off.compareTo(new BigDecimal("0.001")) < 0, "output " + i + " is off by " + off);
    }
    assertEquals(new BigDecimal("40.000"), sum);
  }

  @Test
  void a_cast_is_the_same_after_version_3_and_back() throws IOException {
    String cast =
        """
        {"version":2,"width":80,"height":24,"timestamp":1521143400}
        [3.500,"o","x"]
        [3.500,"r","120x40"]
        [3600.001,"o","y"]
        """;
    assertEquals(
        """
        {"version":3,"term":{"cols":80,"rows":24},"timestamp":1521143400}
        [3.500,"o","x"]
        [0.000,"r","120x40"]
        [3596.501,"o","y"]
        """,
        converted3(cast));
    assertEquals(cast, converted(converted3(cast)));
  }

  @Test
  void a_first_output_that_is_late_stays_late() throws IOException {
    String late = HEAD + "[3.500,\"o\",\"x\"]\n";
    assertEquals(late, converted(late));
    assertEquals(Optional.of(Duration.ofMillis(3500)), summary(late).span().duration());
    String atOnce = HEAD + "[0.000,\"o\",\"x\"]\n";
    assertEquals(atOnce, converted(atOnce));
    assertEquals(Optional.of(Duration.ZERO), summary(atOnce).span().duration());
  }

  @Test
  void a_size_of_nothing_is_passed_over_and_a_giant_is_cut_down() throws IOException {
    assertEquals(
        HEAD + "[1.000,\"o\",\"x\"]\n[3.000,\"r\",\"1000x1000\"]\n",
        converted(
            """
            {"version":2,"width":0,"height":0}
            [1,"o","x"]
            [2,"r","0x0"]
            [3,"r","65535x65535"]
            """));
  }

  @Test
  void a_line_that_is_none_costs_that_line_and_is_told() throws IOException {
    Readings read = read(HEAD + "[1,\"o\",\"a\"]\n[2,\"o\n[3,\"o\",\"b\"]\n{}\n");
    assertEquals("ab", read.text());
    assertTrue(read.message().contains("line 3: "), read.message());
    assertEquals(List.of("header", "print", "print"), read.types());
  }

  @Test
  void a_cast_that_is_cut_off_says_so() throws IOException {
    assertEquals(Status.CUT_OFF, read(HEAD + "[1,\"o\",\"a\"]\n[2,").status());
    assertEquals(
        Status.CUT_OFF,
        read("{\"version\":1,\"width\":8,\"height\":4,\"stdout\":[[1,\"a\"],").status());
  }

  @Test
  void times_and_texts_of_any_kind_are_bounded() throws IOException {
    Readings read = read(HEAD + "[1e999,\"o\",\"a\"]\n[-5,\"o\",\"b\"]\n[2,\"o\",\"\\ud800\"]\n");
    assertEquals("ab\uFFFD", read.text());
    assertEquals(
        List.of(0L, Duration.ofDays(366).toMillis(), 0L, 2_000L),
        read.events().stream().map(event -> event.stamp().millis()).toList());
    assertTrue(read.events().getLast() instanceof Printed);
  }

  @Test
  void a_line_that_is_too_long_costs_that_line_and_is_told() throws IOException {
    String giant = "[2,\"o\",\"" + "x".repeat(3_000_000) + "\"]\n";
    Readings read = read(HEAD + "[1,\"o\",\"a\"]\n" + giant + giant + "[3,\"o\",\"b\"]\n");
    assertEquals("ab", read.text());
    assertEquals(Status.DAMAGED, read.status());
    assertEquals("line 3: line 3 is longer than 1048576 bytes", read.what());
    assertEquals(Status.DAMAGED, read(HEAD + giant.strip()).status());
    assertEquals(Status.DAMAGED, read(giant).status());
  }

  @Test
  void markers_stay_and_are_as_long_as_a_line_that_somebody_reads() throws IOException {
    String marked = HEAD + "[0.500,\"m\",\"begin\"]\n[1.000,\"o\",\"x\"]\n[1.500,\"m\",\"end\"]\n";
    assertEquals(marked, converted(marked));
    assertEquals(
        HEAD + "[1.000,\"m\",\"" + "x".repeat(256) + "…\"]\n",
        converted(HEAD + "[1,\"m\",\"" + "x".repeat(9_000) + "\"]\n[2,\"m\",\"\"]\n"));
  }

  private static BytesSource source(String cast) {
    return new BytesSource(cast.getBytes(UTF_8));
  }

  private static Readings read(String cast) throws IOException {
    return Readings.of(source(cast));
  }

  private static RecordingSummary summary(String cast) throws IOException {
    return Recordings.toAsciicast(source(cast), new ByteArrayOutputStream());
  }

  private static String converted3(String cast) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Recordings.toAsciicast(source(cast), out, CastVersion.V3);
    return out.toString(UTF_8);
  }

  private static String converted(String cast) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Recordings.toAsciicast(source(cast), out);
    return out.toString(UTF_8);
  }
}
