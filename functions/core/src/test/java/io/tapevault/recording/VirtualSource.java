package io.tapevault.recording;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;

/// A recording with a long stretch of zeros in its middle, which are in no memory.
final class VirtualSource implements RecordingSource {

  private final byte[] before;
  private final long zeros;
  private final byte[] after;

  VirtualSource(byte[] before, long zeros, byte[] after) {
    this.before = before;
    this.zeros = zeros;
    this.after = after;
  }

  @Override
  public long size() {
    return before.length + zeros + after.length;
  }

  @Override
  public InputStream open(long offset, long length) {
    long left = Math.max(0, zeros - Math.max(0, offset - before.length));
    InputStream middle = new Zeros(left);
    return new Limited(
        new SequenceInputStream(
            Collections.enumeration(
                Arrays.asList(
                    tail(before, offset), middle, tail(after, offset - before.length - zeros)))),
        length);
  }

  private static InputStream tail(byte[] bytes, long offset) {
    int from = Math.clamp(offset, 0, bytes.length);
    return new ByteArrayInputStream(bytes, from, bytes.length - from);
  }

  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int at, int most) {
      int count = (int) Math.min(most, left);
      Arrays.fill(buffer, at, at + count, (byte) 0);
      left -= count;
      return count == 0 && most > 0 ? -1 : count;
    }
  }

  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? in.read() : -1;
    }

    @Override
    public int read(byte[] buffer, int at, int most) throws IOException {
      int count = left == 0 ? -1 : in.read(buffer, at, (int) Math.min(most, left));
      left -= Math.max(0, count);
      return count;
    }
  }
}
