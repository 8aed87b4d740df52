package io.tapevault.disk.watched;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.tapevault.configuration.Configuration;
import io.tapevault.event.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The configuration in a file that people edit, or that a container mounts: it may be a link to a
/// link, be deleted and made again, and have the size and the time that it had before.
///
/// It is read through again at every look, and its content alone says whether it is new. New
/// content is taken once it has stood still for two seconds, and for ten where its last line has no
/// end; it becomes a version in a folder of our own, from where the last ones come back after a
/// restart.
public final class WatchedFile implements Configuration {

  private static final Duration STILL = Duration.ofSeconds(2);
  private static final Duration STILL_WITHOUT_END = Duration.ofSeconds(10);

  // One that is too long is refused with its length; no configuration is as long as this.
  private static final int MOST_READ = 1 << 20;

  private final Path file;
  private final FileHistory history;
  private final InstantSource clock;
  private @Nullable Seen seen;

  /// Content, and since when it stands there.
  private record Seen(String content, Instant since) {}

  private WatchedFile(Path file, FileHistory history, InstantSource clock) {
    this.file = file;
    this.history = history;
    this.clock = clock;
  }

  /// `versions` is the folder of the former versions.
  public static WatchedFile open(Path file, Path versions, InstantSource clock) {
    return new WatchedFile(file.toAbsolutePath(), new FileHistory(versions), clock);
  }

  @Override
  public synchronized Current current() {
    Optional<Version> newest = history.newest();
    String content;
    Instant written;
    try {
      // Before it is read: what is written after that is seen at the next look.
      written = Files.getLastModifiedTime(file).toInstant();
      content = read(file);
    } catch (NoSuchFileException e) {
      return new Current.Missing(file + " is not there");
    } catch (IOException e) {
      return new Current.Missing(file + " cannot be read: " + e.getMessage());
    }
    if (content.isBlank()) {
      return new Current.Missing(file + " is empty");
    }
    if (newest.isPresent() && newest.get().document().equals(content)) {
      seen = null;
      return new Current.There(newest.get());
    }
    if (stands(content, newest.isEmpty() ? written : Instant.MAX)) {
      seen = null;
      return new Current.There(history.add(content, owner(), clock.instant()));
    }
    return newest
        .<Current>map(Current.There::new)
        .orElseGet(() -> new Current.Missing(file + " is being written"));
  }

  /// What is in a file that is meant to hold a document; nobody waits for it, and no more of it is
  /// held than a document has.
  public static String read(Path file) throws IOException {
    // To open a pipe is to wait for whoever writes to it.
    if (!Files.isRegularFile(file)) {
      throw new IOException("it is no file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_READ);
      if (bytes.length == MOST_READ) {
        throw new IOException("it is no configuration, but much larger");
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8", e);
    }
  }

  /// Whether content has stood still for long enough. At the very first look the time of the file
  /// tells.
  private boolean stands(String content, Instant written) {
    Instant now = clock.instant();
    Seen before = seen;
    Instant since =
        before != null && before.content().equals(content)
            ? before.since()
            : written.isBefore(now) ? written : now;
    seen = new Seen(content, since);
    Duration patience = content.endsWith("\n") ? STILL : STILL_WITHOUT_END;
    return !since.plus(patience).isAfter(now);
  }

  private @Nullable String owner() {
    try {
      return Files.getOwner(file).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /// The new file takes the place of the old one at once, with its permissions; where there are
  /// links, they stay.
  @Override
  public synchronized Replaced replace(String document, @Nullable String expected) {
    if (!Configuration.fits(document)) {
      return Configuration.wrongLength(document);
    }
    Current now = current();
    boolean as =
        switch (now) {
          case Current.There there -> there.version().id().equals(expected);
          case Current.Missing missing -> expected == null && history.newest().isEmpty();
        };
    if (!as) {
      return new Replaced.Overtaken(now);
    }
    try {
      write(document);
    } catch (IOException e) {
      throw new Unavailable(file + " cannot be written: " + e, e);
    }
    return new Replaced.Stored(history.add(document, owner(), clock.instant()));
  }

  private void write(String document) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file;
    Files.createDirectories(target.resolveSibling(""));
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    Files.deleteIfExists(part);
    FileHistory.write(part, document);
    if (Files.exists(target) && FileHistory.hasPosix(target)) {
      Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(target));
    }
    Files.move(part, target, ATOMIC_MOVE);
    FileHistory.force(target.resolveSibling(""));
  }

  @Override
  public Stream<Version> history() {
    return history.versions();
  }
}
