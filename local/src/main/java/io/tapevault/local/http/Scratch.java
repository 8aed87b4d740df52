package io.tapevault.local.http;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Where this process keeps its temporary files: a folder of its own in `tmp` of the data folder.
public record Scratch(Path folder) implements AutoCloseable {

  public static Scratch in(Path data) throws IOException {
    Path all = Files.createDirectories(data.resolve("tmp"));
    return new Scratch(Files.createTempDirectory(all, "process-"));
  }

  /// Lets SQLite's driver unpack its library in here, where what a killed process leaves is found.
  public void forSqlite() {
    System.setProperty("org.sqlite.tmpdir", folder.toString());
  }

  /// Deletes what processes left that were killed. Whoever calls this has the data folder to
  /// itself.
  public void clearOthers() throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(folder.resolveSibling(""))) {
      for (Path other : others) {
        if (!other.equals(folder)) {
          delete(other);
        }
      }
    }
  }

  /// A file that is gone when it is closed.
  FileChannel file() throws IOException {
    Path file = folder.resolve(UUID.randomUUID().toString());
    return FileChannel.open(file, Set.of(CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE));
  }

  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder, NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }
}
