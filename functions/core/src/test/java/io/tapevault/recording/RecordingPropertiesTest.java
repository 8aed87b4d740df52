package io.tapevault.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What holds of any recording, whole, cut or altered.
final class RecordingPropertiesTest {

  private static final int CUTS = 900;

  @TestFactory
  Stream<DynamicTest> what_was_written_is_read() {
    return IntStream.range(0, 40)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> roundTrip(seed)));
  }

  private static void roundTrip(int seed) throws IOException {
    List<RecordedEvent> events = Sessions.random(seed);
    Random random = new Random(seed);
    int perPart = 1 + random.nextInt(30);
    for (int version = 1; version <= 2; version++) {
      byte[] stream =
          ProtoStreamEncoder.stream(version, events, perPart, random.nextInt(3) * 300_000);
      Readings readings = Readings.of(new BytesSource(stream));
      assertEquals("", readings.message());
      assertEquals(events, readings.events());
    }
    Map<String, byte[]> files = TarballEncoder.files(Sessions.SID, events, perPart);
    Readings readings = Readings.of(new BytesSource(TarballEncoder.tar(files)));
    assertEquals("", readings.message());
    assertEquals(events, readings.events());
    assertEquals(0, readings.skipped());
  }

  @TestFactory
  Stream<DynamicTest> an_upload_that_was_resumed_is_read_as_one_that_was_not() {
    return IntStream.range(0, 100)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> resumed(seed)));
  }

  /// Every part after a break begins with what the part before may not have carried to the end.
  private static void resumed(int seed) throws IOException {
    List<RecordedEvent> events = Sessions.random(seed);
    Random random = new Random(seed);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    int repeated = 0;
    for (int from = 0; from < events.size(); ) {
      int again = random.nextInt(Math.min(from, 5) + 1);
      int to = Math.min(events.size(), from + 1 + random.nextInt(20));
      byte[] records = ProtoStreamEncoder.records(events.subList(from - again, to));
      stream.writeBytes(ProtoStreamEncoder.part(1, 0, ProtoStreamEncoder.gzip(records), 40));
      repeated += again;
      from = to;
    }
    Readings readings = Readings.of(new BytesSource(stream.toByteArray()));
    assertEquals("", readings.message());
    assertEquals(events, readings.events());
    assertEquals(repeated, readings.skipped());
  }

  @TestFactory
  Stream<DynamicTest> a_recording_cut_anywhere_gives_the_events_before_the_cut()
      throws IOException {
    return Samples.recordings().stream()
        .map(file ->
            DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> cutEverywhere(file)));
  }

  private static void cutEverywhere(Path file) throws IOException {
    BytesSource whole = Samples.source(file);
    List<RecordedEvent> events = Readings.of(whole).events();
    List<Integer> partEnds = new ArrayList<>();
    int seen = 0;
    int step = (int) (whole.size() / CUTS) | 1;
    for (int length = 0; length < whole.size(); length += step) {
      Readings readings = Readings.of(whole.cutAt(length));
      int count = readings.events().size();
      assertTrue(count >= seen, "fewer events than in a shorter piece, at " + length);
      assertEquals(events.subList(0, count), readings.events(), "cut at " + length);
      if (!readings.cutOff()) {
        assertEquals("", readings.message());
        partEnds.add(count);
      }
      assertTrue(
          readings.stoppedBy() == null
              || readings.message().contains(", after " + count + " events: "),
          readings.message());
      seen = count;
    }
    // Between two parts, and after the closing blocks of a tar, there is nothing to see of a cut.
    partEnds.removeIf(count -> count == events.size());
    assertTrue(partEnds.size() <= 2, "not noticed after events " + partEnds);
  }
}
