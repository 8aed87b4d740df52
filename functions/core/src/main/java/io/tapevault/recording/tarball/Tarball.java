package io.tapevault.recording.tarball;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.json.EventFields;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.GzipMember;
import io.tapevault.recording.LineReader;
import io.tapevault.recording.RangeCursor;
import io.tapevault.recording.RecordedFields;
import io.tapevault.recording.RecordedFields.Kind;
import io.tapevault.recording.RecordingFormat;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.UnpackLimit;
import io.tapevault.recording.tarball.TarDirectory.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the tarball of 2018. The events and the terminal bytes lie in different files of it, so
/// two cursors run through the recording side by side, and nothing is put aside.
public final class Tarball implements RecordingReader.Records {

  // 32 times what the recorder reads from a terminal at once.
  private static final int LONGEST_PRINT = 1024 * 1024;
  // Teleport's own reader gives up at 64 KiB.
  static final int LONGEST_LINE = 256 * 1024;
  private static final int MOST_PARTICIPANTS = 100;
  private static final String ARCHIVE = "the archive";
  private static final Set<String> NAMES =
      Set.of(
          "event",
          "ei",
          "time",
          "bytes",
          "ms",
          "offset",
          "size",
          "sid",
          "user",
          "login",
          "server_hostname",
          "command",
          "path");

  private final RecordingSource source;
  private final UnpackLimit limit;
  private final TarDirectory directory;
  private final TarballIndex index;
  private final ChunkStream chunks;

  private int nextFile;
  private String file = ARCHIVE;
  private boolean first;
  private @Nullable RangeCursor cursor;
  private @Nullable LineReader lines;
  private @Nullable Damaged oddLine;

  /// Of the tar `source`, in which `directory` lies.
  public Tarball(RecordingSource source, TarDirectory directory) throws IOException {
    this.source = source;
    this.limit = UnpackLimit.of(source);
    this.directory = directory;
    this.index = TarballIndex.read(source, directory);
    this.chunks = new ChunkStream(source, limit, directory, index.chunks());
  }

  @Override
  public RecordingFormat format() {
    return RecordingFormat.TARBALL_2018;
  }

  @Override
  public String place() {
    return lines == null ? file : file + ", line " + lines.number();
  }

  @Override
  public long position() {
    return cursor == null ? source.size() : cursor.position();
  }

  @Override
  public Optional<RecordedFields> next() throws IOException {
    for (LineReader from = lines(); from != null; from = lines()) {
      Optional<byte[]> line = from.next();
      if (line.isEmpty()) {
        closeLines();
        continue;
      }
      try {
        RecordedFields fields = fields(line.get(), JsonLine.parse(line.get(), NAMES));
        first = false;
        return Optional.of(fields);
      } catch (Damaged e) {
        // The lines after it are in order; that it is not will be said at the end.
        oddLine = oddLine == null ? e.in(place()) : oddLine;
      }
    }
    return Optional.empty();
  }

  /// The events file being read, or the next one; null at the end of the recording.
  private @Nullable LineReader lines() throws IOException {
    if (lines != null) {
      return lines;
    }
    if (nextFile == index.events().size()) {
      finish();
      return null;
    }
    Entry entry = directory.find(index.events().get(nextFile).file());
    file = entry.name();
    first = true;
    nextFile++;
    cursor = RangeCursor.through(source, entry.start(), entry.end());
    lines = new LineReader(new GzipMember(cursor, limit), LONGEST_LINE);
    return lines;
  }

  /// What is missing, or was passed over, is not passed over in silence.
  private void finish() throws Damaged {
    if (directory.cut().isPresent()) {
      throw directory.cut().get();
    }
    if (oddLine != null) {
      throw oddLine;
    }
    if (index.unlisted().isPresent()) {
      throw Damaged.damaged(
          "the archive holds " + Damaged.shown(index.unlisted().get()) + ", which no index names");
    }
  }

  private void closeLines() throws IOException {
    if (lines != null) {
      lines.close();
      lines = null;
      cursor = null;
      file = ARCHIVE;
    }
  }

  private RecordedFields fields(byte[] line, JsonLine json) throws Damaged {
    RecordedFields fields = new RecordedFields(line, first, Kind.of(json.text("event")));
    fields.type(json.text("event"));
    fields.index = json.has("ei") ? OptionalLong.of(json.number("ei")) : OptionalLong.empty();
    fields.time = time(json.text("time"));
    fields.size = json.text("size");
    fields.sessionId = json.text("sid");
    fields.user = json.text("user");
    fields.login = json.text("login");
    fields.server = json.text("server_hostname");
    fields.delayMillis = delay(json.text("ms"));
    tell(fields, json);
    if (fields.kind == Kind.PRINT) {
      long offset = json.number("offset");
      long length = json.number("bytes");
      fields.data = () -> printed(offset, length);
    }
    return fields;
  }

  private static void tell(RecordedFields fields, JsonLine json) {
    if (fields.kind == Kind.PRINT || fields.kind == Kind.RESIZE) {
      return;
    }
    String text = new String(fields.raw, UTF_8);
    switch (json.text("event")) {
      case "session.join" -> fields.takesPart(json.text("user"));
      case "session.end" ->
          EventFields.texts(text, "participants", MOST_PARTICIPANTS).forEach(fields::takesPart);
      case "exec" -> fields.command = json.text("command");
      case "session.command" -> {
        List<String> argv = EventFields.texts(text, "argv", MOST_PARTICIPANTS);
        fields.command = (json.text("path") + " " + String.join(" ", argv)).strip();
      }
      default -> {}
    }
  }

  private ByteBuffer printed(long offset, long length) throws IOException {
    if (length > LONGEST_PRINT) {
      throw Damaged.damaged("a print has " + length + " bytes");
    }
    return ByteBuffer.wrap(chunks.read(offset, (int) length));
  }

  /// A delay that is no whole number, or a negative one, is none: a clock was set back.
  private static long delay(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private static @Nullable Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    closeLines();
    chunks.close();
  }
}
