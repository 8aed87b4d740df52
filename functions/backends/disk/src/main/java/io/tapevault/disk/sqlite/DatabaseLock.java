package io.tapevault.disk.sqlite;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a second process from the database, by a lock on a file beside it. The operating system
/// gives it up when this process ends, however it ends.
final class DatabaseLock implements AutoCloseable {

  // On POSIX, closing a second channel would give up the lock of the first: this process must not
  // even try.
  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  private final Path database;
  private final FileChannel channel;

  private DatabaseLock(Path database, FileChannel channel) {
    this.database = database;
    this.channel = channel;
  }

  static DatabaseLock take(Path database) {
    if (!TAKEN.add(database)) {
      throw new IllegalStateException(
          "the database " + database + " is open in this process already");
    }
    try {
      return new DatabaseLock(database, locked(database));
    } catch (IOException e) {
      TAKEN.remove(database);
      throw new IllegalStateException("the database " + database + " cannot be locked: " + e, e);
    } catch (RuntimeException e) {
      TAKEN.remove(database);
      throw e;
    }
  }

  private static FileChannel locked(Path database) throws IOException {
    FileChannel channel =
        FileChannel.open(database.resolveSibling(database.getFileName() + ".lock"), CREATE, WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IllegalStateException("the database " + database + " is open in another process");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TAKEN.remove(database);
    }
  }
}
