package io.tapevault.recording;

import static io.tapevault.recording.ProtoStreamEncoder.gzip;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.session.Recordings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever is done to the bytes that any of the decoders reads, it reads them or says what is
/// wrong with them: nothing else is thrown, and nothing hangs. 28,000 times, each from its seed;
/// more with `-Dtapevault.mutations`, which is how often for each test (`bench/README.md`).
@Timeout(value = 60, unit = TimeUnit.MINUTES)
final class MutationsTest {

  private static final int ROUNDS = Integer.getInteger("tapevault.mutations", 4_000);
  private static final List<RecordedEvent> SESSION = Sessions.random(7);

  @Test
  void a_recording_of_any_bytes() throws IOException {
    List<byte[]> recordings = new ArrayList<>();
    for (String folder : List.of("recordings", "odd-recordings", "databases")) {
      try (Stream<Path> files = Files.list(Samples.FOLDER.resolveSibling(folder))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".tar")).sorted().toList()) {
          recordings.add(Files.readAllBytes(file));
        }
      }
    }
    mutate((mutation, round) -> mutation.of(recordings.get(round % recordings.size())));
  }

  @Test
  void the_records_of_a_stream() throws IOException {
    byte[] records = ProtoStreamEncoder.records(Sessions.printing("one", "two", "three"));
    mutate((mutation, _) -> ProtoStreamEncoder.part(1, 0, gzip(mutation.of(records)), 9));
  }

  @Test
  void one_record() throws IOException {
    List<byte[]> records = SESSION.stream().map(ProtoStreamEncoder::oneOf).toList();
    mutate((mutation, round) -> {
      byte[] record = mutation.of(records.get(round % records.size()));
      return ProtoStreamEncoder.part(2, 0, gzip(ProtoStreamEncoder.record(record)), 0);
    });
  }

  @Test
  void the_lines_of_a_tarball() throws IOException {
    List<RecordedEvent> session = Sessions.printing("one", "two", "three");
    Map<String, byte[]> whole = TarballEncoder.files(Sessions.SID, session, 100);
    String name = Sessions.SID + "-0.events.gz";
    byte[] lines = unzipped(Objects.requireNonNull(whole.get(name)));
    mutate((mutation, _) -> {
      Map<String, byte[]> files = new LinkedHashMap<>(whole);
      files.put(name, gzip(mutation.of(lines)));
      return TarballEncoder.tar(files);
    });
  }

  private static byte[] unzipped(byte[] bytes) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
  }

  @Test
  void the_index_of_a_tarball_or_its_chunks() throws IOException {
    Map<String, byte[]> whole = TarballEncoder.files(Sessions.SID, SESSION, 10);
    List<String> names =
        whole.keySet().stream().filter(name -> !name.endsWith(".events.gz")).toList();
    mutate((mutation, round) -> {
      Map<String, byte[]> files = new LinkedHashMap<>(whole);
      files.computeIfPresent(
          names.get(round % 2 == 0 ? 0 : round % names.size()), (_, bytes) -> mutation.of(bytes));
      return TarballEncoder.tar(files);
    });
  }

  @Test
  void an_asciicast_of_any_version() throws IOException {
    List<byte[]> casts =
        Stream.of(
                "{\"version\":1,\"width\":80,\"height\":24,\"stdout\":[[0.5,\"a\"],[1,\"ü\"]]}",
                "{\"version\":2,\"width\":80,\"height\":24}\n[0.5,\"o\",\"a\"]\n[1,\"r\",\"9x9\"]\n",
                "{\"version\":3,\"term\":{\"cols\":80,\"rows\":24}}\n[0.5,\"o\",\"a\"]\n[1,\"x\",\"0\"]\n")
            .map(TarballEncoder::utf8)
            .toList();
    mutate((mutation, round) -> mutation.of(casts.get(round % casts.size())));
  }

  @Test
  void a_typescript_and_its_timing() throws IOException {
    Map<String, byte[]> whole = new LinkedHashMap<>();
    whole.put("typescript", TarballEncoder.utf8("Script started on 2026-11-01\nhello, world\n"));
    whole.put(
        "timing",
        TarballEncoder.utf8("H 0.0 COLUMNS 100\nO 0.5 6\nS 0.1 SIGWINCH ROWS=4 COLS=9\nO 1 7\n"));
    List<String> names = List.copyOf(whole.keySet());
    mutate((mutation, round) -> {
      Map<String, byte[]> files = new LinkedHashMap<>(whole);
      files.computeIfPresent(names.get(round % 8 == 0 ? 0 : 1), (_, bytes) -> mutation.of(bytes));
      return TarballEncoder.tar(files);
    });
  }

  private interface Mutant {
    byte[] make(Mutation mutation, int round) throws IOException;
  }

  private static void mutate(Mutant mutant) throws IOException {
    int damaged = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      byte[] recording = mutant.make(new Mutation(new Random(seed)), seed);
      try {
        Verdict verdict =
            Recordings.toAsciicast(new BytesSource(recording), OutputStream.nullOutputStream())
                .verdict();
        damaged += verdict.status() == Verdict.Status.WHOLE ? 0 : 1;
      } catch (Damaged e) {
        damaged++;
      } catch (IOException | RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertTrue(damaged > ROUNDS / 10, "only " + damaged + " mutations did any damage");
  }

  /// One to four changes, each at a place of chance.
  private record Mutation(Random random) {

    private static final byte[][] PIECES = {
      {0},
      {-1},
      {-1, -1, -1, -1, 15},
      {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
      {0x7f, -1, -1, -1},
      TarballEncoder.utf8("-1"),
      TarballEncoder.utf8("999999999999999999999"),
      TarballEncoder.utf8("1e999999999"),
      TarballEncoder.utf8("\\ud800"),
      TarballEncoder.utf8("\""),
      TarballEncoder.utf8("[[[[{{{{"),
      TarballEncoder.utf8("null"),
      TarballEncoder.utf8("\n")
    };

    byte[] of(byte[] whole) {
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes = changed(bytes);
      }
      return bytes;
    }

    private byte[] changed(byte[] bytes) {
      if (bytes.length == 0) {
        return PIECES[random.nextInt(PIECES.length)];
      }
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + 1 + random.nextInt(20));
      byte[] head = Arrays.copyOf(bytes, from);
      byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
      byte[] behind = Arrays.copyOfRange(bytes, to, bytes.length);
      byte[] piece = PIECES[random.nextInt(PIECES.length)];
      return switch (random.nextInt(6)) {
        case 0 -> head;
        case 1 -> TarballEncoder.joined(head, behind);
        case 2 -> TarballEncoder.joined(head, piece, rest);
        case 3 -> TarballEncoder.joined(head, piece, behind);
        case 4 -> TarballEncoder.joined(head, rest, behind);
        default -> {
          rest[0] ^= (byte) (1 << random.nextInt(8));
          yield TarballEncoder.joined(head, rest);
        }
      };
    }
  }
}
