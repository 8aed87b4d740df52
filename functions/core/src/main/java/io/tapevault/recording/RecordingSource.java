package io.tapevault.recording;

import java.io.IOException;
import java.io.InputStream;

/// Bytes that never change and can be read from any place.
public interface RecordingSource {

  long size();

  /// The bytes from `offset` on, `length` of them or as many as there are.
  InputStream open(long offset, long length) throws IOException;
}
