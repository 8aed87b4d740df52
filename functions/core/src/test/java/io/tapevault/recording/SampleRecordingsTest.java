package io.tapevault.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.session.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every recording in `events-samples` holds what `expected.json` says, and becomes the cast beside
/// this test.
final class SampleRecordingsTest {

  private static final Path CASTS = Path.of("src/test/resources/casts");

  @TestFactory
  Stream<DynamicTest> a_sample_holds_what_is_expected_of_it() throws Exception {
    Map<?, ?> expected = expected();
    return Samples.recordings().stream()
        .map(file ->
            DynamicTest.dynamicTest(
                name(file), () -> assertEquals(expected.get(name(file)), found(file))));
  }

  @Test
  void every_expectation_has_a_sample() throws Exception {
    assertEquals(
        expected().keySet(),
        Set.copyOf(Samples.recordings().stream().map(file -> name(file)).toList()));
  }

  @TestFactory
  Stream<DynamicTest> a_sample_becomes_its_cast() throws Exception {
    return Samples.recordings().stream()
        .map(file -> DynamicTest.dynamicTest(name(file), () -> compareCast(file)));
  }

  private static void compareCast(Path file) throws Exception {
    ByteArrayOutputStream cast = new ByteArrayOutputStream();
    Recordings.toAsciicast(Samples.source(file), cast);
    Path golden = CASTS.resolve(name(file).replace(".tar", ".cast"));
    if ("update".equals(System.getProperty("golden"))) {
      Files.write(golden, cast.toByteArray());
    }
    assertEquals(Files.readString(golden), cast.toString(StandardCharsets.UTF_8));
  }

  private static Map<?, ?> expected() throws IOException {
    return (Map<?, ?>) Samples.json(Files.readString(Samples.FOLDER.resolve("expected.json")));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Map<String, Object> found(Path file) throws Exception {
    BytesSource source = Samples.source(file);
    RecordingSummary summary = Recordings.toAsciicast(source, OutputStream.nullOutputStream());
    Readings readings = Readings.of(source);
    List<Printed> prints =
        readings.events().stream()
            .filter(Printed.class::isInstance)
            .map(Printed.class::cast)
            .toList();
    SessionStarted start = (SessionStarted) readings.events().getFirst();
    Map<String, Object> found = new TreeMap<>();
    found.put("bytes", source.size());
    found.put("sha256", sha256(source.bytes()));
    found.put("sid", start.origin().sessionId());
    found.put("login", summary.origin().login());
    found.put("user", summary.origin().user());
    found.put("format", summary.format().label());
    found.put("events", summary.counts().events());
    found.put("events_by_type", summary.eventsByType());
    found.put("prints", summary.counts().prints());
    found.put("first_print_ms", prints.getFirst().delayMillis());
    found.put("last_print_ms", prints.getLast().delayMillis());
    found.put("output_bytes", summary.counts().outputBytes());
    found.put("output_sha256", sha256(readings.output()));
    found.put("session_start", String.valueOf(summary.span().start()));
    found.put("session_end", String.valueOf(summary.span().end()));
    found.put(
        "sizes",
        summary.sizes().stream().map(at -> List.of(at.millis(), at.size().toString())).toList());
    found.put("truncated", summary.verdict().status() != Verdict.Status.WHOLE);
    return found;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
