package io.tapevault.node.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The disk of a Unix machine.
public final class LocalDisk implements Disk {

  @Override
  public List<Path> list(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try {
      // Whoever opens a pipe waits for somebody who writes to it.
      if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
        return List.of();
      }
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        stream.forEach(files::add);
      }
    } catch (DirectoryIteratorException e) {
      throw Objects.requireNonNull(e.getCause());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    return files;
  }

  @Override
  public List<Path> folders(Path folder) throws IOException {
    return list(folder).stream().filter(one -> Files.isDirectory(one, NOFOLLOW_LINKS)).toList();
  }

  @Override
  public boolean isFolder(Path path) {
    return Files.isDirectory(path);
  }

  @Override
  public Optional<SpoolFile> look(Path file) throws IOException {
    try {
      Map<String, Object> is = Files.readAttributes(file, "unix:*", NOFOLLOW_LINKS);
      return is(is, "isRegularFile", Boolean.class)
          ? Optional.of(file(file, is))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isNoFile(Path path) {
    return Files.exists(path, NOFOLLOW_LINKS) && !Files.isRegularFile(path, NOFOLLOW_LINKS);
  }

  private static SpoolFile file(Path file, Map<String, Object> is) {
    int mode = is(is, "mode", Integer.class) & 0777;
    return new SpoolFile(
        file,
        is(is, "size", Long.class),
        is(is, "lastModifiedTime", FileTime.class).toInstant(),
        new SpoolFile.Owner(mode, is(is, "uid", Integer.class), is(is, "gid", Integer.class)),
        is.get("dev") + ":" + is.get("ino") + "@" + is.get("ctime"));
  }

  private static <T> T is(Map<String, Object> attributes, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(attributes.get(name), name));
  }

  @Override
  public InputStream open(Path file, long offset) throws IOException {
    FileChannel channel = FileChannel.open(file, Set.of(READ, NOFOLLOW_LINKS));
    return Channels.newInputStream(channel.position(offset));
  }

  @Override
  public void create(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      force(Objects.requireNonNull(folder.toAbsolutePath().getParent()));
    }
  }

  @Override
  public void write(Path file, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(WRITE, CREATE, TRUNCATE_EXISTING, NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      OutputStream out = Channels.newOutputStream(channel);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void claim(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Not every file system has links; a rename replaces what came a moment ago.
      if (!Files.exists(to, NOFOLLOW_LINKS)) {
        rename(from, to);
      }
    }
  }

  @Override
  public void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public Path mountPoint(Path folder) throws IOException {
    Path top = folder.toRealPath();
    Object device = Files.getAttribute(top, "unix:dev");
    for (Path above = top.getParent();
        above != null && Files.getAttribute(above, "unix:dev").equals(device);
        above = above.getParent()) {
      top = above;
    }
    return top;
  }

  @Override
  public Room room(Path path) throws IOException {
    FileStore store = Files.getFileStore(path);
    return new Room(store.getUsableSpace(), store.getTotalSpace());
  }
}
