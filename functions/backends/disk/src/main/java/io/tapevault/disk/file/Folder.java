package io.tapevault.disk.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tapevault.recording.ObjectKey;
import io.tapevault.settings.Layout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/// A folder that only its owner can see into, and the temporary files in it.
record Folder(Path root) {

  private static final String PREFIX = ".tapevault-";
  private static final String SUFFIX = ".part";
  private static final Pattern TEMPORARY = Pattern.compile("\\.tapevault-[0-9]+\\.part");

  /// Makes the folder where it is missing, durably. One that is there stays as it is.
  void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder, attributes("rwx------"));
    for (Path made = folder; made != null && made.startsWith(root); made = made.getParent()) {
      force(made);
    }
    Path above = root.getParent();
    if (above != null) {
      force(above);
    }
  }

  /// Whether a path lies in here without a link on the way.
  boolean holds(Path path) {
    for (Path parent = path.getParent();
        parent != null && !parent.equals(root);
        parent = parent.getParent()) {
      if (!Files.isDirectory(parent, NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  Path temporary(Path folder) throws IOException {
    if (!holds(folder.resolve(PREFIX))) {
      throw new FileSystemException(folder.toString(), null, "a link leads out of the store");
    }
    return Files.createTempFile(folder, PREFIX, SUFFIX, attributes("rw-------"));
  }

  /// Removes the temporary files that nobody writes to any more: whoever does has a lock on them.
  void removeLeftovers() throws IOException {
    for (Path folder :
        Set.of(root, root.resolve(ObjectKey.DERIVED), root.resolve(Layout.REDACTIONS))) {
      if (Files.isDirectory(folder, NOFOLLOW_LINKS) || folder.equals(root)) {
        removeLeftovers(folder);
      }
    }
  }

  private static void removeLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        if (TEMPORARY.matcher(file.getFileName().toString()).matches() && isLeft(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isLeft(Path file) {
    if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, Set.of(WRITE, NOFOLLOW_LINKS))) {
      return channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  /// Makes the names in the folder durable.
  void force(Path folder) throws IOException {
    if (!hasPosix(folder)) {
      // Windows opens no folder, and keeps names without being asked.
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  private FileAttribute<?>[] attributes(String permissions) {
    if (!hasPosix(root)) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
  }

  private static boolean hasPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /// The message of the file system, without the path where it has one of its own.
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
