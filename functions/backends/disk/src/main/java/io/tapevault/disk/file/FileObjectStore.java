package io.tapevault.disk.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.hold.ExpiringRecordings;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import io.tapevault.redaction.Redactions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Recordings in a folder: `<folder>/<sid>.tar`, and what is derived from them in
/// `<folder>/derived/4/`.
///
/// A write goes to a temporary file beside its place, which is then linked to its name: a link
/// never replaces anything, on NFS neither. Links within the folder that others made are not
/// followed.
public final class FileObjectStore implements ObjectStore, ExpiringRecordings {

  private final Path root;
  private final Folder folder;
  private final UnaryOperator<OutputStream> disk;

  FileObjectStore(Path root, UnaryOperator<OutputStream> disk) {
    this.root = root;
    this.folder = new Folder(root);
    this.disk = disk;
  }

  /// Opens `file:///folder`, makes the folder when it is missing, and clears away what killed
  /// processes left in it.
  public static FileObjectStore open(URI uri) {
    Path root = FileUri.folder(uri);
    FileObjectStore store = new FileObjectStore(root, disk -> disk);
    try {
      store.folder.create(root);
      store.folder.removeLeftovers();
    } catch (IOException e) {
      throw failed("opening", root, e);
    }
    return store;
  }

  /// Throws an [IllegalArgumentException] where `open` would because of the URI.
  public static void check(URI uri) {
    FileUri.folder(uri);
  }

  @Override
  public Optional<StoredObject> find(ObjectKey key) {
    Path path = path(key);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isRegularFile() || attributes.size() == 0 || !folder.holds(path)) {
        return Optional.empty();
      }
      if (!Files.isReadable(path)) {
        throw failed("reading", path, new AccessDeniedException(path.toString()));
      }
      return Optional.of(
          new StoredFile(path, attributes.size(), attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("looking for", path, e);
    }
  }

  @Override
  public Written write(ObjectKey key, Content content) throws IOException {
    Path path = path(key);
    if (Files.exists(path, NOFOLLOW_LINKS)) {
      return Written.ALREADY_THERE;
    }
    Path temporary = createTemporary(path);
    try {
      fill(temporary, content);
      // An object of no bytes is none, and would keep the place from the one that comes.
      return Files.size(temporary) == 0 ? Written.STORED : link(temporary, path);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private Path createTemporary(Path path) {
    try {
      folder.create(parent(path));
      return folder.temporary(parent(path));
    } catch (IOException e) {
      throw failed("writing", path, e);
    }
  }

  private void fill(Path temporary, Content content) throws IOException {
    try (FileChannel channel = FileChannel.open(temporary, Set.of(WRITE, NOFOLLOW_LINKS))) {
      // Tells others that it is no leftover. Where a file system has no locks, they leave it alone.
      lock(channel);
      var out = new DiskOutput(temporary, disk.apply(Channels.newOutputStream(channel)));
      content.writeTo(out);
      out.flush();
      force(channel, temporary);
    }
  }

  private static void lock(FileChannel channel) {
    try {
      channel.tryLock();
    } catch (IOException e) {
      // It has none.
    }
  }

  private static void force(FileChannel channel, Path temporary) {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw failed("writing", temporary, e);
    }
  }

  private Written link(Path temporary, Path path) {
    try {
      Files.createLink(path, temporary);
      folder.force(parent(path));
      return Written.STORED;
    } catch (FileAlreadyExistsException e) {
      return Written.ALREADY_THERE;
    } catch (UnsupportedOperationException e) {
      throw new IllegalStateException(
          "the file system of " + root + " has no hard links, which the store needs", e);
    } catch (IOException e) {
      throw failed("writing", path, e);
    }
  }

  /// Whatever has the name of a recording, also where it is none that could be read.
  @Override
  public List<Listed> recordings(String after, int most) {
    TreeMap<String, Listed> first = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root, "*" + ObjectKey.SUFFIX)) {
      for (Path file : files) {
        Optional<SessionId> sid = SessionId.ofRecording(file.getFileName().toString());
        if (sid.isPresent() && sid.get().value().compareTo(after) > 0) {
          first.put(sid.get().value(), new Listed(sid.get(), written(file)));
          if (first.size() > most) {
            first.pollLastEntry();
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw failed("listing", root, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw failed("listing", root, e);
    }
    return List.copyOf(first.values());
  }

  /// First what was derived, so that nothing of it is left when the recording is gone.
  @Override
  public void remove(SessionId sid, Instant end) {
    ObjectKey.Recording key = new ObjectKey.Recording(sid);
    Path path = path(key);
    Optional<StoredObject> found = find(key).filter(one -> !one.written().isAfter(end));
    try {
      if (found.isPresent()) {
        for (ObjectKey derived : derived(sid, found.get())) {
          Path file = path(derived);
          if (folder.holds(file)) {
            Files.deleteIfExists(file);
          }
        }
        Files.deleteIfExists(path);
        folder.force(parent(path));
        removeRedactions(sid);
      }
    } catch (IOException e) {
      throw failed("removing", path, e);
    }
  }

  /// When there is nothing left that they hide, the last one first.
  private void removeRedactions(SessionId sid) throws IOException {
    for (int number = new Redactions(this).count(sid); number > 0; number--) {
      Files.deleteIfExists(path(new ObjectKey.Redaction(sid, number)));
    }
  }

  private List<ObjectKey> derived(SessionId sid, StoredObject recording) {
    List<ObjectKey> keys = new ArrayList<>();
    for (ObjectKey.Kind kind : ObjectKey.Kind.values()) {
      keys.add(ObjectKey.Derived.of(sid, recording, kind));
    }
    int redactions = new Redactions(this).count(sid);
    for (int number = 1; number <= redactions; number++) {
      keys.add(ObjectKey.Derived.redacted(sid, recording, number));
    }
    return keys;
  }

  private static Instant written(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file, NOFOLLOW_LINKS).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }

  @Override
  public URI location(ObjectKey key) {
    return path(key).toUri();
  }

  private Path path(ObjectKey key) {
    return switch (key) {
      case ObjectKey.Recording recording -> root.resolve(recording.name());
      case ObjectKey.Derived derived -> root.resolve(derived.name());
      case ObjectKey.Redaction redaction -> root.resolve(redaction.name());
    };
  }

  private Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? root : parent;
  }

  static RuntimeException failed(String doing, Path path, IOException e) {
    return e instanceof AccessDeniedException
        ? new NotPermitted(doing, path.toString(), e)
        : new Unavailable(doing + " " + path + " failed: " + Folder.reason(e), e);
  }

  /// A file as it was found.
  private record StoredFile(Path path, long size, Instant written) implements StoredObject {

    @Override
    public InputStream open(long offset, long length) throws IOException {
      FileChannel channel = FileChannel.open(path, Set.of(READ, NOFOLLOW_LINKS));
      return new RangeInput(channel, offset, Math.min(length, size - offset));
    }
  }
}
