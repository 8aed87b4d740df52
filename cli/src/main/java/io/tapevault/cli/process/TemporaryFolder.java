package io.tapevault.cli.process;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A folder that is gone with everything in it when it is closed, or, after a kill, when the next
/// one is made.
public record TemporaryFolder(Path path, FileChannel lock) implements AutoCloseable {

  private static final String LOCK = "in-use.lock";

  public static TemporaryFolder create(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(prefix);
    FileChannel lock = FileChannel.open(folder.resolve(LOCK), CREATE, WRITE);
    lock.lock();
    removeOthers(folder, prefix);
    return new TemporaryFolder(folder, lock);
  }

  private static void removeOthers(Path folder, String prefix) throws IOException {
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(folder.resolveSibling(""), prefix + "*")) {
      for (Path other : others) {
        if (isLeft(other)) {
          delete(other);
        }
      }
    }
  }

  // Whoever uses one has a lock in it; those of other users cannot be opened.
  private static boolean isLeft(Path folder) {
    if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), WRITE, NOFOLLOW_LINKS)) {
      return channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new IOException(folder + " could not be deleted: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
    delete(path);
  }
}
