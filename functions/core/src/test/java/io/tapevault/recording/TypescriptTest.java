package io.tapevault.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.Verdict.Status;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.recording.typescript.Typescript;
import io.tapevault.session.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `script` of util-linux wrote is a recording like any other.
final class TypescriptTest {

  private static final Path FOLDER = Samples.FOLDER.resolveSibling("typescripts");
  private static final String OUTPUT =
      "hello \u001b[1;32mgreen\u001b[0m 你好 🐻‍❄️\r\r\nworld\r\ntyped: secret\r\ngot secret\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"classic", "advanced", "separate"})
  void what_the_terminal_showed_is_the_output_and_what_was_typed_is_not(String kind)
      throws IOException {
    ByteArrayOutputStream cast = new ByteArrayOutputStream();
    RecordingSummary summary = convert(sample(kind, "typescript"), sample(kind, "timing"), cast);
    assertEquals(Verdict.WHOLE, summary.verdict());
    assertEquals(RecordingFormat.TYPESCRIPT, summary.format());
    List<String> lines = cast.toString(UTF_8).lines().toList();
    assertTrue(
        lines.getFirst().contains("\"width\":100,\"height\":30,\"timestamp\":17957"),
        cast::toString);
    StringBuilder output = new StringBuilder();
    for (String line : lines.subList(1, lines.size())) {
      List<?> event = (List<?>) Samples.json(line);
      output.append(event.get(1).equals("o") ? event.get(2) : "");
    }
    assertEquals(OUTPUT, output.toString());
    boolean resized = lines.stream().anyMatch(line -> line.endsWith(",\"r\",\"120x40\"]"));
    assertEquals(!kind.equals("classic"), resized);
  }

  @Test
  void a_tar_of_both_is_read_as_the_two_files_are() throws IOException {
    for (String kind : List.of("classic", "advanced")) {
      ByteArrayOutputStream ofFiles = new ByteArrayOutputStream();
      convert(sample(kind, "typescript"), sample(kind, "timing"), ofFiles);
      ByteArrayOutputStream ofTar = new ByteArrayOutputStream();
      String id = kind.equals("classic") ? "02" : "01";
      Path tar = FOLDER.resolve("7c1d3f52-5a0b-4d0e-8a53-0d3b8f1c9e" + id + "." + kind + ".tar");
      Recordings.toAsciicast(Samples.source(tar), ofTar);
      assertEquals(ofFiles.toString(UTF_8), ofTar.toString(UTF_8));
    }
  }

  @Test
  void the_first_line_and_the_last_are_not_output() throws IOException {
    assertEquals(
        """
        {"version":2,"width":80,"height":24,"timestamp":1793491200}
        [0.500,"o","hello\\n"]
        [1.500,"o","world\\n"]
        """,
        cast("0.5 6\n1.0 6\n"));
  }

  @Test
  void every_delay_counts_from_the_entry_before_of_whatever_kind() throws IOException {
    assertEquals(
        """
        {"version":2,"width":100,"height":30,"timestamp":1793491200}
        [0.200,"r","120x40"]
        [0.800,"o","hello\\n"]
        """,
        cast(
            "H 0.0 COLUMNS 100\nH 0.0 LINES 30\nS 0.2 SIGWINCH ROWS=40 COLS=120\nI 0.1 3\nO 0.5 6\n"));
  }

  @Test
  void many_short_delays_do_not_drift() throws IOException {
    String typescript = "x".repeat(100_000);
    RecordingSummary summary =
        convert(
            source(typescript),
            source("0.000400 1\n".repeat(100_000)),
            new ByteArrayOutputStream());
    assertEquals(40_000, summary.span().millis());
  }

  @Test
  void a_typescript_shorter_than_its_timing_is_cut_off() throws IOException {
    RecordingSummary summary =
        convert(source("hello"), source("0.1 5\n0.1 999999999999\n"), new ByteArrayOutputStream());
    assertEquals(Status.CUT_OFF, summary.verdict().status());
    assertEquals(
        "cut off in line 2 of the timing at byte 5, after 2 events: the typescript ends"
            + " 999999999999 bytes before its timing does",
        summary.verdict().reason());
  }

  @Test
  void a_timing_that_is_none_says_where() throws IOException {
    for (String timing : List.of("O 0.1 x\n", "0.1 1\nnonsense\n", "0.1 -5\n", "O -1 5\n")) {
      RecordingSummary summary =
          convert(source("hello"), source(timing), new ByteArrayOutputStream());
      assertEquals(Status.DAMAGED, summary.verdict().status(), timing);
      assertTrue(summary.verdict().reason().contains("of the timing"), summary.verdict()::reason);
    }
  }

  @Test
  void an_old_date_is_no_time_and_does_no_harm() throws IOException {
    ByteArrayOutputStream cast = new ByteArrayOutputStream();
    RecordingSummary summary =
        convert(
            source("Script started on Mon 01 Nov 2026 12:00:00 AM UTC\nhi"), source("1 2"), cast);
    assertEquals(Verdict.WHOLE, summary.verdict());
    assertFalse(cast.toString(UTF_8).contains("timestamp"));
    assertEquals(
        Instant.ofEpochSecond(1793491200), start("Script started on 2026-11-01 00:00:00+00:00\nx"));
  }

  private static Instant start(String typescript) throws IOException {
    return Objects.requireNonNull(
        convert(source(typescript), source("1 1"), new ByteArrayOutputStream()).span().start());
  }

  private static String cast(String timing) throws IOException {
    String typescript =
        "Script started on 2026-11-01 00:00:00+00:00\nhello\nworld\n\nScript done on 2026-11-01\n";
    ByteArrayOutputStream cast = new ByteArrayOutputStream();
    convert(source(typescript), source(timing), cast);
    return cast.toString(UTF_8);
  }

  private static RecordingSummary convert(
      RecordingSource typescript, RecordingSource timing, ByteArrayOutputStream cast)
      throws IOException {
    try (RecordingReader reader = new RecordingReader(Typescript.of(typescript, timing))) {
      return Asciicast.convert(reader, cast, CastVersion.V2);
    }
  }

  private static RecordingSource sample(String kind, String file) throws IOException {
    return Samples.source(FOLDER.resolve(kind).resolve(file));
  }

  private static RecordingSource source(String text) {
    return new BytesSource(text.getBytes(UTF_8));
  }
}
