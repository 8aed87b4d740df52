package io.tapevault.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads a recording event by event, in memory that does not grow with the recording.
///
/// Throws [CorruptRecording] when the recording itself is at fault, and after that always the same
/// one; `IOException` when its source cannot be read now.
public sealed interface RecordingReader extends AutoCloseable
    permits ProtoStreamReader, TarballReader {

  /// Looks at the content, never at a name. `json` reads the lines of a tarball.
  static RecordingReader open(RecordingSource source, FlatJson json)
      throws CorruptRecording, IOException {
    String place = "the first bytes";
    try {
      byte[] head = head(source);
      long version = head.length < Long.BYTES ? 0 : ByteBuffer.wrap(head).getLong();
      if (version == 1 || version == 2) {
        return new ProtoStreamReader(source, version);
      }
      if (TarHeader.isOne(head)) {
        place = "the archive";
        return new TarballReader(source, json);
      }
      throw unknown(head, version);
    } catch (Defect e) {
      throw new CorruptRecording(e, place, 0, 0);
    }
  }

  RecordingFormat format();

  /// The next event, or empty at the end of a whole recording.
  Optional<RecordedEvent> next() throws CorruptRecording, IOException;

  /// How many events have been dropped so far because their index had been seen.
  long skippedEvents();

  /// How many gaps the indexes have had so far.
  long outOfOrderEvents();

  @Override
  void close() throws IOException;

  private static byte[] head(RecordingSource source) throws IOException {
    try (RangeCursor cursor =
        RangeCursor.through(source, 0, Math.min(source.size(), TarHeader.SIZE))) {
      return cursor.readAllBytes();
    }
  }

  private static Defect unknown(byte[] head, long version) {
    if (version > 2 && version <= 0xff) {
      return Defect.damaged("version " + version + " of the recording format is not known here");
    }
    if (head.length < TarHeader.SIZE) {
      return Defect.cutOff("there are only " + head.length + " bytes");
    }
    return Defect.damaged("this is neither a tar nor a stream of events");
  }
}
