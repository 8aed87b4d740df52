package io.tapevault.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/// The key that upload tickets are signed with: made once for a data folder, so that a ticket
/// outlives a restart.
final class TicketKey {

  private static final int BYTES = 32;

  private TicketKey() {}

  static byte[] in(Path data) throws IOException {
    Files.createDirectories(data);
    Path file = data.resolve("ticket.key");
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    try (FileChannel channel = create(file, data)) {
      channel.write(ByteBuffer.wrap(fresh));
      channel.force(true);
      return fresh;
    } catch (FileAlreadyExistsException e) {
      byte[] key = Files.readAllBytes(file);
      if (key.length != BYTES) {
        throw new IOException(
            file + " is damaged: delete it, and tickets that are out become invalid", e);
      }
      return key;
    }
  }

  private static FileChannel create(Path file, Path data) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return Files.getFileStore(data).supportsFileAttributeView("posix")
        ? FileChannel.open(
            file,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(file, options);
  }
}
