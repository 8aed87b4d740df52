package io.tapevault.disk.watched;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tapevault.configuration.Configuration.Version;
import io.tapevault.event.Unavailable;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The versions of a file, each a file of its own, for its owner alone: `000000012.json`. A version
/// is there whole or not at all, and two processes never make the same one.
record FileHistory(Path folder) {

  private static final int MOST = 100;
  private static final Pattern NAME = Pattern.compile("[0-9]{9}\\.json");

  /// The newest first.
  Stream<Version> versions() {
    return names().stream().flatMap(name -> read(name).stream());
  }

  Optional<Version> newest() {
    return versions().findFirst();
  }

  private List<String> names() {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(NAME.asMatchPredicate())
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw new Unavailable(folder + " cannot be read: " + e, e);
    }
  }

  /// One that cannot be read is as good as none: there are others.
  private Optional<Version> read(String name) {
    Map<String, String> members = new TreeMap<>();
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      JsonReader.document(
          "version",
          () -> JsonReader.JSON.createParser(bytes),
          parser ->
              JsonReader.object(
                  "version",
                  parser,
                  member -> members.put(member, JsonReader.text(member, parser))));
      return Optional.of(
          new Version(
              Integer.toString(number(name)),
              JsonReader.present("document", members.get("document")),
              Instant.parse(members.getOrDefault("since", "")),
              members.get("by")));
    } catch (IOException | Malformed | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(0, name.indexOf('.')));
  }

  /// The version that says this; another process may have made it just now. The folder is made with
  /// the first one.
  Version add(String document, @Nullable String by, Instant since) {
    try {
      Files.createDirectories(folder.toAbsolutePath(), attributes(folder, "rwx------"));
      while (true) {
        List<String> names = names();
        Optional<Version> newest = newest();
        if (newest.isPresent() && newest.get().document().equals(document)) {
          return newest.get();
        }
        int number = names.isEmpty() ? 1 : number(names.getFirst()) + 1;
        Version version = new Version(Integer.toString(number), document, since, by);
        if (link(version, String.format("%09d.json", number))) {
          forget(names);
          return version;
        }
      }
    } catch (IOException e) {
      throw new Unavailable("a version cannot be kept in " + folder + ": " + e, e);
    }
  }

  private boolean link(Version version, String name) throws IOException {
    Path part = folder.resolve("." + name + "." + ProcessHandle.current().pid() + ".part");
    Files.deleteIfExists(part);
    write(part, new String(json(version), UTF_8));
    try {
      Files.createLink(folder.resolve(name), part);
      force(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static byte[] json(Version version) {
    return Json.object(json -> {
      json.writeStringField("since", version.since().toString());
      if (version.by() != null) {
        json.writeStringField("by", version.by());
      }
      json.writeStringField("document", version.document());
    });
  }

  private void forget(List<String> names) throws IOException {
    for (String name : names.subList(Math.min(MOST - 1, names.size()), names.size())) {
      Files.deleteIfExists(folder.resolve(name));
    }
  }

  /// Makes a file, for its owner alone, durably.
  static void write(Path file, String content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(CREATE_NEW, WRITE), attributes(file, "rw-------"))) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  static void force(Path folder) throws IOException {
    if (hasPosix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, READ)) {
        channel.force(true);
      }
    }
  }

  static boolean hasPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return hasPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
