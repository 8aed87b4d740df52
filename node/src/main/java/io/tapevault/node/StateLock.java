package io.tapevault.node;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/// Keeps a second node away from a folder that one works with.
final class StateLock implements AutoCloseable {

  private final FileChannel file;

  private StateLock(FileChannel file) {
    this.file = file;
  }

  static StateLock take(Path state) throws IOException {
    FileChannel file = FileChannel.open(state.resolve("lock"), CREATE, WRITE);
    if (!isOurs(file)) {
      file.close();
      throw new IOException(
          "another node works with " + state + ": end it, or give this one a state of its own");
    }
    return new StateLock(file);
  }

  private static boolean isOurs(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
