package io.tapevault.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.Verdict.Status;
import io.tapevault.session.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every recording in `events-samples/odd-recordings` is what this says, and shows as many lines.
final class OddRecordingsTest {

  private static final Path FOLDER = Samples.FOLDER.resolveSibling("odd-recordings");

  private record Expected(Status status, String reason, int lines) {}

  private static final Map<String, Expected> EXPECTED =
      Map.of(
          "2018-negative-ms", new Expected(Status.WHOLE, "", 20),
          "2018-tarred-by-hand", new Expected(Status.WHOLE, "", 20),
          "clock-set-back", new Expected(Status.WHOLE, "", 20),
          "encrypted",
              new Expected(
                  Status.ENCRYPTED,
                  "encrypted in part 1 at byte 32, after 0 events: the part is encrypted with age;"
                      + " it can be played with the cluster's key only",
                  0),
          "ends-at-part-border", new Expected(Status.WHOLE, "", 7),
          "index-out-of-order", new Expected(Status.WHOLE, "", 20),
          "nothing-to-show-db", new Expected(Status.WHOLE, "", 0),
          "nothing-to-show-exec",
              new Expected(
                  Status.NO_TERMINAL,
                  "there is no terminal in it; it holds 1 exec, 1 session.end, 1 session.start",
                  0),
          "unknown-record", new Expected(Status.WHOLE, "", 20),
          "zero-part-between", new Expected(Status.WHOLE, "", 20));

  @TestFactory
  Stream<DynamicTest> an_odd_recording_is_read_as_far_as_it_can_be() throws IOException {
    return files().stream().map(file -> DynamicTest.dynamicTest(oddity(file), () -> compare(file)));
  }

  @Test
  void every_expectation_has_a_recording() throws IOException {
    assertEquals(
        EXPECTED.keySet(), Set.copyOf(files().stream().map(OddRecordingsTest::oddity).toList()));
  }

  private static void compare(Path file) throws IOException {
    ByteArrayOutputStream cast = new ByteArrayOutputStream();
    Verdict verdict = Recordings.toAsciicast(Samples.source(file), cast).verdict();
    String output = Readings.of(Samples.source(file)).text();
    Expected expected = EXPECTED.get(oddity(file));
    assertEquals(
        expected, new Expected(verdict.status(), verdict.reason(), (int) output.lines().count()));
    for (String line : lines(expected == null ? 0 : expected.lines())) {
      assertTrue(output.contains(line + "\r\n"), line);
    }
    assertEquals(
        verdict.status() != Status.WHOLE,
        cast.toString(StandardCharsets.UTF_8).contains(",\"m\",\"recording: " + verdict.reason()));
  }

  @Test
  void prints_go_on_evenly_when_the_clock_is_set_back() throws IOException {
    Path file =
        files().stream()
            .filter(one -> oddity(one).equals("clock-set-back"))
            .findFirst()
            .orElseThrow();
    ByteArrayOutputStream cast = new ByteArrayOutputStream();
    RecordingSummary summary = Recordings.toAsciicast(Samples.source(file), cast);
    List<String> times =
        cast.toString(StandardCharsets.UTF_8)
            .lines()
            .skip(1)
            .map(line -> line.substring(1, line.indexOf(',')))
            .toList();
    assertEquals(
        IntStream.range(0, 20)
            .mapToObj(i -> (2 * i + 1) / 10 + "." + (2 * i + 1) % 10 + "00")
            .toList(),
        times);
    assertEquals(3_910, summary.span().millis());
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().collect(Collectors.toList());
    }
  }

  private static String oddity(Path file) {
    return String.valueOf(file.getFileName()).split("\\.", -1)[1];
  }
}
