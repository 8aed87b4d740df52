package io.tapevault.recording;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Reads a source forwards, up to a limit, with at most one stream open. A long way ahead is not
/// read through: the source is opened again there.
public final class RangeCursor extends InputStream {

  // About what a store delivers in the time that a new request takes.
  private static final int READ_THROUGH = 256 * 1024;

  private final RecordingSource source;
  private final long window;
  private final long end;
  private long position;
  private long limit;
  private InputStream open = InputStream.nullInputStream();
  private long openUntil;

  private RangeCursor(RecordingSource source, long window, long from, long end) {
    this.source = source;
    this.window = window;
    this.position = from;
    this.openUntil = from;
    this.end = end;
    this.limit = end;
  }

  /// For reading from `from` to `end`, all of it.
  public static RangeCursor through(RecordingSource source, long from, long end) {
    return new RangeCursor(source, Long.MAX_VALUE, from, end);
  }

  /// For a look here and there: `window` bytes are asked for at a time.
  public static RangeCursor leaping(RecordingSource source, long window) {
    return new RangeCursor(source, window, 0, source.size());
  }

  public long position() {
    return position;
  }

  /// Reading ends there, as at the end of the source.
  public void limit(long at) {
    limit = Math.min(at, end);
  }

  /// Moves ahead; what lies before `to` is not seen again.
  public void seek(long to) throws IOException {
    if (to < openUntil && to - position <= READ_THROUGH) {
      open.skipNBytes(to - position);
    } else if (to != position) {
      open.close();
      open = InputStream.nullInputStream();
      openUntil = to;
    }
    position = to;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= limit) {
      return -1;
    }
    if (position >= openUntil) {
      openNext();
    }
    int read =
        open.read(buffer, offset, (int) Math.min(length, Math.min(limit, openUntil) - position));
    if (read <= 0) {
      throw new IOException(
          "the source ended at byte " + position + ", but it has " + source.size());
    }
    position += read;
    return read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public void close() throws IOException {
    open.close();
  }

  private void openNext() throws IOException {
    open.close();
    long length = Math.min(window, end - position);
    open = new BufferedInputStream(source.open(position, length));
    openUntil = position + length;
  }
}
