package io.tapevault.local.secrets;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/// A secret in a file that its owner alone can read, made where there is none.
///
/// It has its name only once it is whole: whatever ends the process, the next one finds all of it
/// or nothing.
public final class SecretFile {

  private static final int MOST = 4096;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SecretFile() {}

  /// What stands in the file. Throws an [IOException] that says what to do where that is no secret.
  public static byte[] read(Path file, Supplier<byte[]> fresh) throws IOException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isRegularFile() || attributes.size() > MOST) {
        throw new IOException(file + " is no file with a secret: move it away");
      }
      checkPermissions(file);
      // A process that was killed may have made it, and no more.
      return attributes.size() == 0 ? make(file, fresh.get()) : Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return make(file, fresh.get());
    }
  }

  private static void checkPermissions(Path file) throws IOException {
    if (!hasPosix(file)) {
      return;
    }
    Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    others.removeAll(OWNER);
    if (!others.isEmpty()) {
      throw new IOException(
          file
              + " may be used by others than its owner ("
              + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
              + "): delete it, or chmod 600 it where nobody else can have seen or changed it");
    }
  }

  private static byte[] make(Path file, byte[] secret) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    try (FileChannel channel = FileChannel.open(part, Set.of(CREATE_NEW, WRITE), owner(file))) {
      ByteBuffer bytes = ByteBuffer.wrap(secret);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(part, file, ATOMIC_MOVE);
    if (hasPosix(file)) {
      try (FileChannel folder = FileChannel.open(file.toAbsolutePath().resolveSibling(""), READ)) {
        folder.force(true);
      }
    }
    return secret;
  }

  private static FileAttribute<?>[] owner(Path file) {
    return hasPosix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
