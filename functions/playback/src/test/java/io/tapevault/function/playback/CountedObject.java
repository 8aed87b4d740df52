package io.tapevault.function.playback;

import io.tapevault.recording.ObjectStore.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/// An object that tells how many of its bytes are read.
record CountedObject(StoredObject object, Counter counter) implements StoredObject {

  interface Counter {
    void count(int bytes) throws IOException;
  }

  @Override
  public long size() {
    return object.size();
  }

  @Override
  public Instant written() {
    return object.written();
  }

  @Override
  public InputStream open(long offset, long length) throws IOException {
    return new FilterInputStream(object.open(offset, length)) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int at, int most) throws IOException {
        int read = super.read(buffer, at, most);
        counter.count(Math.max(read, 0));
        return read;
      }
    };
  }
}
