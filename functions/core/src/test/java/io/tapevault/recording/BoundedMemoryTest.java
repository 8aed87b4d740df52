package io.tapevault.recording;

import static io.tapevault.recording.TarballEncoder.file;
import static io.tapevault.recording.TarballEncoder.indexLine;
import static io.tapevault.recording.TarballEncoder.joined;
import static io.tapevault.recording.TarballEncoder.octal;
import static io.tapevault.recording.TarballEncoder.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Stamp;
import io.tapevault.session.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Recordings of 72 MB are converted in a JVM of 16 MB, and a bomb is not.
final class BoundedMemoryTest {

  private static final String HEAP = "-Xmx16m";
  private static final int PRINTS = 1_200;
  private static final byte[] PRINT = new byte[60_000];
  private static final long GAP = 200L << 20;

  static {
    Arrays.fill(PRINT, (byte) 'x');
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void a_recording_larger_than_the_heap_is_converted() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                BoundedMemoryTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(
        """
        padding 5
        printsInOneBody 72000000
        strangeFile 72000000
        bomb TOO_LARGE
        """,
        said);
    assertEquals(0, process.waitFor());
  }

  /// The JVM with the small heap.
  public static void main(String[] args) throws Exception {
    byte[] records =
        ProtoStreamEncoder.gzip(ProtoStreamEncoder.records(Sessions.printing("a", "b", "c")));
    byte[] header = ByteBuffer.allocate(24).putLong(1).putLong(0).putLong(GAP).array();
    System.out.println(
        "padding "
            + convert(new VirtualSource(header, GAP, ProtoStreamEncoder.part(1, 0, records, 0)))
                .counts()
                .events());
    byte[] prints = ProtoStreamEncoder.part(1, 0, streamOfPrints(), 0);
    System.out.println(
        "printsInOneBody " + convert(new BytesSource(prints)).counts().outputBytes());
    System.out.println("strangeFile " + convert(tarballOfPrints()).counts().outputBytes());
    RecordingSource bomb = new BytesSource(joined(prints, prints));
    System.out.println(
        "bomb " + Recordings.toAsciicast(bomb, OutputStream.nullOutputStream()).verdict().status());
  }

  private static RecordingSummary convert(RecordingSource source) throws Exception {
    RecordingSummary summary = Recordings.toAsciicast(source, OutputStream.nullOutputStream());
    if (summary.verdict().status() != Verdict.Status.WHOLE) {
      throw new IllegalStateException(summary.verdict().reason());
    }
    return summary;
  }

  private static byte[] streamOfPrints() throws IOException {
    return zipped((gzip, i) -> {
      Stamp stamp = new Stamp(i, "print", Sessions.START.plusMillis(i), i);
      gzip.write(
          ProtoStreamEncoder.records(List.of(new Printed(stamp, i, ByteBuffer.wrap(PRINT)))));
    });
  }

  private static RecordingSource tarballOfPrints() throws IOException {
    byte[] chunks = zipped((gzip, _) -> gzip.write(PRINT));
    byte[] events = zipped((gzip, i) -> gzip.write(utf8(line(i))));
    byte[] index = utf8(indexLine("e", "events", 0, 0) + indexLine("c", "chunks", 0, 0));
    byte[] strange = TarballEncoder.entry("strange", '0', octal(GAP), new byte[0]);
    return new VirtualSource(
        joined(file("s.index", index), strange),
        GAP,
        joined(file("e", events), file("c", chunks), new byte[1024]));
  }

  private static String line(long number) {
    return "{\"event\":\"print\",\"bytes\":%d,\"ms\":%d,\"offset\":%d,\"ei\":%d}%n"
        .formatted(PRINT.length, number, number * PRINT.length, number);
  }

  private static byte[] zipped(Piece piece) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < PRINTS; i++) {
        piece.write(gzip, i);
      }
    }
    return bytes.toByteArray();
  }

  private interface Piece {
    void write(OutputStream gzip, int number) throws IOException;
  }
}
