package io.tapevault.recording;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/// A recording in the heap. Every stream gives a little at a time, as a network does.
final class BytesSource implements RecordingSource {

  private static final int AT_ONCE = 1000;

  private final byte[] bytes;

  BytesSource(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  BytesSource cutAt(int length) {
    return new BytesSource(Arrays.copyOf(bytes, length));
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open(long offset, long length) {
    int count = (int) Math.min(length, bytes.length - offset);
    return new ByteArrayInputStream(bytes, (int) offset, count) {
      @Override
      public synchronized int read(byte[] buffer, int at, int most) {
        return super.read(buffer, at, Math.min(most, AT_ONCE));
      }
    };
  }
}
