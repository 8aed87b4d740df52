package io.tapevault.node.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Every operation on files that a node does with recordings: where one of them is the last, the
/// next start goes on.
public interface Disk {

  /// Writes the content of a file.
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// What lies in a folder, in no order; empty where there is no folder.
  List<Path> list(Path folder) throws IOException;

  /// The folders that lie in a folder; what is only a link to one is none.
  List<Path> folders(Path folder) throws IOException;

  boolean isFolder(Path path);

  /// Empty where there is no file of this name, or something that is none.
  Optional<SpoolFile> look(Path file) throws IOException;

  /// Whether something has this name that is no file: a link, a pipe, a folder.
  boolean isNoFile(Path path);

  /// The bytes from `offset` to the end.
  InputStream open(Path file, long offset) throws IOException;

  /// Makes the folder, and those above it, where they are missing.
  void create(Path folder) throws IOException;

  /// Writes a new file, or one over another, and returns when it is on the disk; its name may not
  /// be.
  void write(Path file, Content content) throws IOException;

  /// Gives a file or a folder another name on the same file system. What has that name is replaced.
  void rename(Path from, Path to) throws IOException;

  /// Gives a file a name that nothing has, and leaves or takes its former one; nothing happens
  /// where something has it.
  void claim(Path from, Path to) throws IOException;

  /// Makes the names in a folder durable.
  void force(Path folder) throws IOException;

  /// Removes a file, or a folder with nothing in it; nothing happens where it is not there.
  void delete(Path path) throws IOException;

  /// How many bytes may still be written beside this path, of how many.
  Room room(Path path) throws IOException;

  /// The uppermost folder on the file system that this one is on.
  Path mountPoint(Path folder) throws IOException;

  record Room(long free, long whole) {}

  /// Gives a file the first name beside it, `….broken-1` and so on, that nothing has, and answers
  /// that.
  default Path setAside(Path file) throws IOException {
    int number = 1;
    while (look(file.resolveSibling(file.getFileName() + ".broken-" + number)).isPresent()) {
      number++;
    }
    Path aside = file.resolveSibling(file.getFileName() + ".broken-" + number);
    rename(file, aside);
    force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    return aside;
  }

  /// Replaces a small document as a whole: whoever reads it sees the former or the new one.
  default void replace(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      write(temporary, out -> out.write(content));
    } catch (IOException e) {
      delete(temporary);
      throw e;
    }
    rename(temporary, file);
    force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }
}
