package io.tapevault.recording.typescript;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.LineReader;
import io.tapevault.recording.RangeCursor;
import io.tapevault.recording.RecordedFields;
import io.tapevault.recording.RecordedFields.Kind;
import io.tapevault.recording.RecordingFormat;
import io.tapevault.recording.RecordingReader.Records;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.tarball.TarDirectory;
import io.tapevault.recording.tarball.TarDirectory.Entry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a typescript along its timing, classic or of many streams. What was typed is no output,
/// and neither are the first line of a typescript and its last.
public final class Typescript implements Records {

  private static final byte[] NOTHING = {};
  private static final int LONGEST_LINE = 64 * 1024;
  // However much an entry has, it is shown in pieces.
  private static final int PIECE = 64 * 1024;
  private static final long LONGEST_SESSION = Duration.ofDays(366).toNanos();
  private static final Pattern RESIZE = Pattern.compile("SIGWINCH ROWS=(\\d+) COLS=(\\d+)");

  private final RangeCursor cursor;
  private final InputStream typed;
  private final LineReader timing;
  private final Optional<Damaged> cut;
  private final ScriptHeader header = new ScriptHeader();

  private @Nullable Timing ahead;
  private boolean started;
  private @Nullable Instant start;
  private long nanos;
  private long pending;

  private Typescript(RangeCursor typescript, RangeCursor timing, Optional<Damaged> cut) {
    this.cut = cut;
    this.cursor = typescript;
    this.typed = new BufferedInputStream(typescript, PIECE);
    this.timing = new LineReader(timing, LONGEST_LINE);
  }

  /// Of two files.
  public static Typescript of(RecordingSource typescript, RecordingSource timing) {
    return new Typescript(
        RangeCursor.through(typescript, 0, typescript.size()),
        RangeCursor.through(timing, 0, timing.size()),
        Optional.empty());
  }

  /// Of a tar that holds `typescript` and `timing`; empty where it does not.
  public static Optional<Typescript> open(RecordingSource source, TarDirectory directory) {
    Map<String, Entry> entries = directory.entries();
    Entry typescript = entries.get("typescript");
    Entry timing = entries.get("timing");
    return typescript == null || timing == null
        ? Optional.empty()
        : Optional.of(
            new Typescript(
                RangeCursor.through(source, typescript.start(), typescript.end()),
                RangeCursor.through(source, timing.start(), timing.end()),
                directory.cut()));
  }

  @Override
  public RecordingFormat format() {
    return RecordingFormat.TYPESCRIPT;
  }

  @Override
  public String place() {
    return "line " + timing.number() + " of the timing";
  }

  @Override
  public long position() {
    return cursor.position();
  }

  @Override
  public Optional<RecordedFields> next() throws IOException {
    if (!started) {
      started = true;
      return Optional.of(start());
    }
    if (pending > 0) {
      return Optional.of(piece());
    }
    for (Optional<Timing> entry = entry(); entry.isPresent(); entry = entry()) {
      Optional<RecordedFields> fields = fields(entry.get());
      if (fields.isPresent()) {
        return fields;
      }
    }
    if (cut.isPresent()) {
      throw cut.get();
    }
    return Optional.empty();
  }

  private RecordedFields start() throws IOException {
    firstLine();
    Optional<Timing> entry = read();
    while (entry.isPresent() && entry.get().kind() == 'H') {
      header.entry(entry.get().rest());
      entry = read();
    }
    ahead = entry.orElse(null);
    start = header.start();
    RecordedFields fields = new RecordedFields(NOTHING, true, Kind.START);
    fields.type("header");
    fields.size = header.size();
    fields.elapsedMillis = OptionalLong.of(0);
    fields.time = start;
    return fields;
  }

  private void firstLine() throws IOException {
    typed.mark(PIECE);
    byte[] line = typed.readNBytes(PIECE / 2);
    typed.reset();
    String text = new String(line, UTF_8);
    int end = 0;
    while (end < line.length && line[end] != '\n') {
      end++;
    }
    if (text.startsWith(ScriptHeader.FIRST_LINE) && end < line.length) {
      header.firstLine(new String(line, 0, end, UTF_8));
      typed.skipNBytes(end + 1L);
    }
  }

  private Optional<Timing> entry() throws IOException {
    if (ahead != null) {
      Optional<Timing> entry = Optional.of(ahead);
      ahead = null;
      return entry;
    }
    return read();
  }

  private Optional<Timing> read() throws IOException {
    Optional<byte[]> line = timing.next();
    if (line.isEmpty()) {
      return Optional.empty();
    }
    Timing entry = Timing.parse(line.get());
    nanos = Math.min(LONGEST_SESSION, nanos + entry.nanos());
    return Optional.of(entry);
  }

  /// Empty where the entry has no bytes.
  private Optional<RecordedFields> fields(Timing entry) throws IOException {
    return switch (entry.kind()) {
      case 'O' -> {
        pending = entry.bytes();
        yield pending == 0 ? Optional.empty() : Optional.of(piece());
      }
      case 'I' -> {
        if (header.typedIsBetween()) {
          skip(entry.bytes());
        }
        yield Optional.of(stamped(Kind.OTHER, "input"));
      }
      case 'S' -> Optional.of(signal(entry.rest()));
      case 'H' -> Optional.of(stamped(Kind.OTHER, "header"));
      default -> Optional.of(stamped(Kind.OTHER, "entry " + entry.kind()));
    };
  }

  private RecordedFields piece() throws IOException {
    byte[] bytes = typed.readNBytes((int) Math.min(PIECE, pending));
    if (bytes.length == 0) {
      throw Damaged.cutOff("the typescript ends " + pending + " bytes before its timing does");
    }
    pending -= bytes.length;
    RecordedFields fields = stamped(Kind.PRINT, "");
    fields.data = () -> ByteBuffer.wrap(bytes);
    return fields;
  }

  private void skip(long bytes) throws IOException {
    for (long left = bytes; left > 0; ) {
      int skipped = typed.readNBytes((int) Math.min(PIECE, left)).length;
      if (skipped == 0) {
        throw Damaged.cutOff("the typescript ends " + left + " bytes before its timing does");
      }
      left -= skipped;
    }
  }

  private RecordedFields signal(String rest) {
    Matcher resize = RESIZE.matcher(rest);
    if (!resize.lookingAt()) {
      return stamped(Kind.OTHER, "signal");
    }
    RecordedFields fields = stamped(Kind.RESIZE, "");
    fields.size = resize.group(2) + ":" + resize.group(1);
    return fields;
  }

  private RecordedFields stamped(Kind kind, String type) {
    RecordedFields fields = new RecordedFields(NOTHING, false, kind);
    fields.type(type);
    long millis = nanos / 1_000_000;
    fields.elapsedMillis = OptionalLong.of(millis);
    fields.time = start == null ? null : start.plusMillis(millis);
    return fields;
  }

  @Override
  public void close() throws IOException {
    typed.close();
    timing.close();
  }
}
