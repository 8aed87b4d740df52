package io.tapevault.local.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// A body that is not waited for for ever.
final class SlowInput extends FilterInputStream {

  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final long BYTES_PER_SECOND = 1024;

  private final Patience patience;
  private final long start = System.nanoTime();
  private long bytes;

  /// How long a body may take.
  interface Patience {
    boolean ends(Duration took, long bytes);

    static Patience until(Duration end) {
      return (took, bytes) -> took.compareTo(end) > 0;
    }

    /// For what may take its time as long as it goes on.
    static Patience atARate() {
      return (took, bytes) ->
          took.compareTo(GRACE) > 0 && bytes < took.toSeconds() * BYTES_PER_SECOND;
    }
  }

  SlowInput(InputStream in, Patience patience) {
    super(in);
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (patience.ends(Duration.ofNanos(System.nanoTime() - start), bytes)) {
      throw new IOException("only " + bytes + " bytes of the body came in the time that it has");
    }
    int read = super.read(buffer, offset, length);
    bytes += Math.max(read, 0);
    return read;
  }

  boolean isBegun() {
    return bytes > 0;
  }

  /// Takes what the client still sends, so that it comes to read its answer.
  void skipAtMost(long most) throws IOException {
    byte[] buffer = new byte[8192];
    for (long left = most; left > 0; ) {
      int read = read(buffer, 0, buffer.length);
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }
}
