package io.tapevault.local.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// An answer to somebody who may pause, and not for ever.
final class SlowOutput extends FilterOutputStream {

  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final long BYTES_PER_SECOND = 1024;
  // The JDK copies through memory outside of the heap, as much of it as is written at once.
  private static final int AT_ONCE = 64 << 10;

  private final long start = System.nanoTime();
  private long bytes;

  SlowOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    for (int at = 0; at < length; at += AT_ONCE) {
      int piece = Math.min(AT_ONCE, length - at);
      out.write(buffer, offset + at, piece);
      bytes += piece;
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (took.compareTo(LONGEST_PAUSE) > 0 && bytes < took.toSeconds() * BYTES_PER_SECOND) {
        throw new IOException("the client took only " + bytes + " bytes in " + took);
      }
    }
  }
}
