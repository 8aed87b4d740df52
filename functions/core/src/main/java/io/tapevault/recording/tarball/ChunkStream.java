package io.tapevault.recording.tarball;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.GzipMember;
import io.tapevault.recording.RangeCursor;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.UnpackLimit;
import io.tapevault.recording.tarball.TarDirectory.Entry;
import io.tapevault.recording.tarball.TarballIndex.Slice;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The terminal bytes of a tarball: its chunks files laid one after the other by their offsets,
/// read forwards only.
///
/// The byte at an offset is that of the last file that begins at or before it, as Teleport has it.
final class ChunkStream implements AutoCloseable {

  private static final int SKIP = 16 * 1024;

  private final RecordingSource source;
  private final UnpackLimit limit;
  private final TarDirectory directory;
  private final List<Slice> files;
  private int current = -1;
  private long position;
  private @Nullable GzipMember open;

  ChunkStream(
      RecordingSource source, UnpackLimit limit, TarDirectory directory, List<Slice> files) {
    this.source = source;
    this.limit = limit;
    this.directory = directory;
    this.files = files;
  }

  /// The bytes of one print. Prints come in the order of their offsets; what lies between two of
  /// them is passed over.
  byte[] read(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    if (length == 0) {
      return bytes;
    }
    if (offset < position) {
      throw Damaged.damaged(
          "a print points back to byte "
              + offset
              + " of the terminal; "
              + position
              + " were shown");
    }
    skipTo(offset);
    for (int done = 0; done < length; ) {
      done += readSome(bytes, done, length - done);
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }

  private void skipTo(long offset) throws IOException {
    int file = current;
    while (file + 1 < files.size() && files.get(file + 1).first() <= offset) {
      file++;
    }
    if (file > current) {
      begin(file);
    }
    byte[] skipped = new byte[(int) Math.min(SKIP, offset - position)];
    while (position < offset) {
      readSome(skipped, 0, (int) Math.min(SKIP, offset - position));
    }
  }

  private int readSome(byte[] target, int at, int most) throws IOException {
    boolean last = current + 1 >= files.size();
    long end = last ? Long.MAX_VALUE : files.get(current + 1).first();
    if (position == end) {
      begin(current + 1);
      return 0;
    }
    int read = inflate(target, at, (int) Math.min(most, end - position));
    if (read < 0) {
      throw Damaged.damaged(
          "a print points to byte " + position + " of the terminal, which no chunks file holds");
    }
    position += read;
    return read;
  }

  private int inflate(byte[] target, int at, int most) throws IOException {
    try {
      return open == null ? -1 : open.read(target, at, most);
    } catch (Damaged e) {
      throw e.in(Damaged.shown(files.get(current).file()));
    }
  }

  private void begin(int file) throws IOException {
    close();
    open = null;
    current = file;
    position = files.get(file).first();
    Entry entry = directory.find(files.get(file).file());
    open = new GzipMember(RangeCursor.through(source, entry.start(), entry.end()), limit);
  }
}
