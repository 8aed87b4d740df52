package io.tapevault.recording;

import io.tapevault.recording.Draft.Kind;
import io.tapevault.recording.TarDirectory.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the tarball of 2018. The events and the terminal bytes lie in different files of it, so
/// two cursors run through the recording side by side, and nothing is put aside.
final class TarballReader implements RecordingReader {

  // 32 times what the recorder reads from a terminal at once.
  private static final int LONGEST_PRINT = 1024 * 1024;
  private static final String ARCHIVE = "the archive";
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,18}");
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
          "server_hostname");

  private final RecordingSource source;
  private final FlatJson json;
  private final TarDirectory directory;
  private final TarballIndex index;
  private final ChunkStream chunks;
  private final EventTrack track = new EventTrack();
  private int nextFile;
  private String file = ARCHIVE;
  private @Nullable RangeCursor cursor;
  private @Nullable LineReader lines;
  private @Nullable CorruptRecording failure;

  TarballReader(RecordingSource source, FlatJson json) throws IOException {
    this.source = source;
    this.json = json;
    this.directory = TarDirectory.scan(source);
    this.index = TarballIndex.read(source, directory, json);
    this.chunks = new ChunkStream(source, directory, index.chunks());
  }

  @Override
  public RecordingFormat format() {
    return RecordingFormat.TARBALL_2018;
  }

  @Override
  public Optional<RecordedEvent> next() throws CorruptRecording, IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      return read();
    } catch (Defect e) {
      failure =
          new CorruptRecording(
              e, place(), cursor == null ? source.size() : cursor.position(), track.delivered());
      throw failure;
    }
  }

  @Override
  public long skippedEvents() {
    return track.skipped();
  }

  @Override
  public long outOfOrderEvents() {
    return track.outOfOrder();
  }

  @Override
  public void close() throws IOException {
    closeLines();
    chunks.close();
  }

  private String place() {
    return lines == null ? file : file + ", line " + lines.number();
  }

  private Optional<RecordedEvent> read() throws IOException {
    for (LineReader from = lines(); from != null; from = lines()) {
      Optional<byte[]> line = from.next();
      if (line.isEmpty()) {
        closeLines();
        continue;
      }
      Map<String, String> fields =
          json.fields(line.get(), NAMES).orElseThrow(() -> Defect.damaged("the line is not JSON"));
      Draft draft = draft(fields);
      if (track.takes(draft)) {
        if (draft.kind == Kind.PRINT) {
          draft.data = printed(fields);
        }
        return track.deliver(draft);
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
    nextFile++;
    cursor = RangeCursor.through(source, entry.start(), entry.end());
    lines = new LineReader(new GzipMember(cursor));
    return lines;
  }

  /// What is missing, or was passed over, is not passed over in silence.
  private void finish() throws Defect {
    if (directory.cut().isPresent()) {
      throw directory.cut().get();
    }
    if (index.unlisted().isPresent()) {
      throw Defect.damaged(
          "the archive holds " + Defect.shown(index.unlisted().get()) + ", which no index names");
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

  private static Draft draft(Map<String, String> fields) throws Defect {
    Draft draft = new Draft(Kind.of(fields.getOrDefault("event", "")));
    draft.type(fields.getOrDefault("event", ""));
    draft.index =
        fields.containsKey("ei") ? OptionalLong.of(number(fields, "ei")) : OptionalLong.empty();
    draft.time = time(fields.getOrDefault("time", ""));
    draft.size = fields.getOrDefault("size", "");
    draft.sessionId = fields.getOrDefault("sid", "");
    draft.user = fields.getOrDefault("user", "");
    draft.login = fields.getOrDefault("login", "");
    draft.server = fields.getOrDefault("server_hostname", "");
    draft.delay(draft.kind == Kind.PRINT ? number(fields, "ms") : 0);
    return draft;
  }

  private ByteBuffer printed(Map<String, String> fields) throws IOException {
    long length = number(fields, "bytes");
    if (length > LONGEST_PRINT) {
      throw Defect.damaged("a print has " + length + " bytes");
    }
    return ByteBuffer.wrap(chunks.read(number(fields, "offset"), (int) length));
  }

  private static long number(Map<String, String> fields, String name) throws Defect {
    String text = fields.getOrDefault(name, "0");
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      throw Defect.damaged("'" + name + "' is no number of that kind: " + Defect.shown(text));
    }
    return Long.parseLong(text);
  }

  private static @Nullable Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
