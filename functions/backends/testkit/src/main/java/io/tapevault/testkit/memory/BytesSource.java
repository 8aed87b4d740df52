package io.tapevault.testkit.memory;

import io.tapevault.recording.RecordingSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// A recording in the heap.
@SuppressWarnings("ArrayRecordComponent") // it is never compared
public record BytesSource(byte[] bytes) implements RecordingSource {

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open(long offset, long length) {
    return new ByteArrayInputStream(bytes, (int) offset, (int) length);
  }
}
