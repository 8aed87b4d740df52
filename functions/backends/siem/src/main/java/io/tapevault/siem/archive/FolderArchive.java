package io.tapevault.siem.archive;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.archive.ArchiveAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A folder of this machine, which has to be there. A file is on the disk and whole before it has
/// its name.
record FolderArchive(Path root) implements Archive {

  private static final Duration LATER = Duration.ofSeconds(30);

  static FolderArchive at(ArchiveAddress.Folder folder) {
    return new FolderArchive(Path.of(folder.uri()));
  }

  @Override
  public Delivery keep(ArchiveFile file, List<Outgoing> events) {
    if (!Files.isDirectory(root)) {
      return new Delivery.Down("its folder is not there");
    }
    try {
      Path hour = root.resolve(file.folder());
      Path target = hour.resolve(file.name());
      if (!Files.exists(target)) {
        Files.createDirectories(hour);
        Path part = hour.resolve("." + file.name() + ".part");
        write(part, file.bytes());
        Files.move(part, target, ATOMIC_MOVE);
      }
      // Also for one that was there: who wrote it may have died before this.
      for (Path folder : List.of(hour, hour.resolve(".."), root)) {
        force(folder);
      }
      return new Delivery.Delivered();
    } catch (FileSystemException e) {
      return new Delivery.Down("its folder cannot be written: " + e.getClass().getSimpleName());
    } catch (IOException e) {
      return new Delivery.TryAgain(LATER, false, "its folder cannot be written: is the disk full?");
    }
  }

  private static void write(Path part, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(part, CREATE, TRUNCATE_EXISTING, WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /// That there is a file is known to its folder.
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }
}
