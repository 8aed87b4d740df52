package io.tapevault.disk.file;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Tells a full disk from a source that breaks off.
final class DiskOutput extends FilterOutputStream {

  private final Path path;

  DiskOutput(Path path, OutputStream out) {
    super(out);
    this.path = path;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      for (int at = 0; at < length; at += RangeInput.AT_ONCE) {
        out.write(bytes, offset + at, Math.min(RangeInput.AT_ONCE, length - at));
      }
    } catch (IOException e) {
      throw FileObjectStore.failed("writing", path, e);
    }
  }

  /// The file stays open until it has been forced to the disk.
  @Override
  public void close() {}
}
