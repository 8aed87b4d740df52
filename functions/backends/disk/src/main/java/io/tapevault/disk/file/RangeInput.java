package io.tapevault.disk.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A range of a file, which closes the file with it.
final class RangeInput extends InputStream {

  // The JDK copies through memory outside of the heap, as much of it as is asked for at once.
  static final int AT_ONCE = 1 << 16;

  private final FileChannel channel;
  private long position;
  private long left;

  RangeInput(FileChannel channel, long offset, long length) {
    this.channel = channel;
    this.position = offset;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left <= 0) {
      return -1;
    }
    int most = (int) Math.min(Math.min(length, left), AT_ONCE);
    int read = channel.read(ByteBuffer.wrap(bytes, offset, most), position);
    if (read > 0) {
      position += read;
      left -= read;
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
