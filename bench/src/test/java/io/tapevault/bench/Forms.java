package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.screen.Emulator;
import io.tapevault.session.Recordings;
import io.tapevault.session.Screens;
import io.tapevault.session.Segments;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// What a recording of colours and lines of text costs: to convert, against `gzip -dc` of the same
/// bytes; to make into what a player needs; and its first frame and a jump, for a small one and a
/// large one. To be run with `-Xmx64m`.
final class Forms {

  private static final int SMALL = 1;
  private static final int ROUNDS = 15;

  private Forms() {}

  static void main(String... args) throws Exception {
    int large = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    Path folder = Files.createTempDirectory("forms");
    try {
      long[] small = measured(folder, SMALL);
      long[] of = measured(folder, large);
      System.out.printf(
          "first frame of %d MB ÷ that of %d MB: %.2f; a jump: %.2f%n",
          large, SMALL, (double) of[0] / small[0], (double) of[1] / small[1]);
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /// The time of a first frame and of a jump, in nanoseconds.
  private static long[] measured(Path folder, int megabytes) throws Exception {
    Path cast = folder.resolve(megabytes + ".cast");
    write(cast, (long) megabytes << 20);
    long before = cpu();
    try (RecordingReader reader = Recordings.open(new InFile(cast))) {
      RecordingSummary _ =
          Asciicast.convert(reader, OutputStream.nullOutputStream(), CastVersion.V2);
    }
    long converted = cpu() - before;
    Path zipped = folder.resolve(megabytes + ".cast.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      Files.copy(cast, out);
    }
    double gzip = gzip(zipped);
    Path segments = folder.resolve(megabytes + ".segments");
    before = cpu();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(segments));
        RecordingReader reader = Recordings.open(new InFile(cast))) {
      Screens.Forms forms =
          new Emulator()
              .forms(Map.of(Kind.TRANSCRIPT, OutputStream.nullOutputStream(), Kind.SEGMENTS, out));
      RecordingSummary _ = Asciicast.convert(reader, forms);
      forms.finish();
    }
    System.out.printf(
        "%d MB: converted in %.2f CPU-s, %.1f of gzip -dc; made into pieces and text in %.2f%n",
        megabytes, converted / 1e9, converted / 1e9 / gzip, (cpu() - before) / 1e9);
    long first = median(segments, 0);
    long jump = median(segments, Segments.of(new InFile(segments)).index().millis() * 2 / 3);
    System.out.printf("  first frame %.1f ms, a jump %.1f ms%n", first / 1e6, jump / 1e6);
    return new long[] {first, jump};
  }

  private static long median(Path segments, long at) throws IOException {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      long before = System.nanoTime();
      Screens.Moment moment = new Emulator().moment(at);
      Segments.of(new InFile(segments)).until(at, moment);
      moment.svg();
      times.add(System.nanoTime() - before);
    }
    return times.stream().sorted().toList().get(ROUNDS / 2);
  }

  static void write(Path cast, long bytes) throws IOException {
    String[] words = "open read write close error: warning: src/main lib if return ".split(" ", -1);
    Random random = new Random(7);
    try (Writer out = Files.newBufferedWriter(cast)) {
      out.write("{\"version\":2,\"width\":120,\"height\":40}\n");
      long millis = 0;
      for (long written = 0; written < bytes; ) {
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(14); i >= 0; i--) {
          line.append(words[random.nextInt(words.length)]).append(random.nextInt(500)).append(' ');
        }
        millis += random.nextInt(40);
        String event =
            "["
                + BigDecimal.valueOf(millis, 3)
                + ",\"o\",\"\\u001b[3"
                + random.nextInt(8)
                + "m"
                + random.nextInt(9999)
                + "\\u001b[0m "
                + line
                + "\\r\\n\"]\n";
        out.write(event);
        written += event.length();
      }
    }
  }

  private static double gzip(Path zipped) throws Exception {
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "TIMEFORMAT='%U'; time gzip -dc \"$0\" > /dev/null",
                zipped.toString())
            .redirectErrorStream(true)
            .start();
    String[] said = new String(process.getInputStream().readAllBytes(), UTF_8).split("\n", -1);
    process.waitFor();
    return Math.max(
        0.001, Double.parseDouble(Arrays.stream(said).findFirst().orElse("0").replace(',', '.')));
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private record InFile(Path file) implements RecordingSource {
    @Override
    public long size() {
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
      return Channels.newInputStream(FileChannel.open(file).position(offset));
    }
  }
}
