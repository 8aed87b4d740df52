package io.tapevault.packages;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/// The zip of a room of functions, as the build made it and as it is deployed.
public record Zip(Path file) {

  /// The zip that holds a handler.
  static Zip of(Class<?> handler) {
    String room = handler.getPackageName().replaceAll(".*\\.", "");
    return of(Samples.ROOT.resolve("functions/" + room + "/target/" + room + ".zip"));
  }

  /// A zip that has to be there.
  public static Zip of(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(file + " is not there: run `./mvnw package` first");
    }
    return new Zip(file);
  }

  /// Unpacks it into a new folder, which it answers with.
  Path unpack(Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException(entry.getName() + " leads out of the package");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(folder.resolve(target).getParent());
          Files.copy(zip, target);
        }
      }
    }
    return folder;
  }

  /// The names of the files in it: `lib/….jar`.
  Set<String> files() throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .collect(toSet());
    }
  }

  /// The names of all that is in its jars.
  Set<String> contents() throws IOException {
    Set<String> contents = new HashSet<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (String jar : files()) {
        try (InputStream in = zip.getInputStream(zip.getEntry(jar));
            ZipInputStream inside = new ZipInputStream(in)) {
          for (ZipEntry entry = inside.getNextEntry(); entry != null; ) {
            contents.add(entry.getName());
            entry = inside.getNextEntry();
          }
        }
      }
    }
    return contents;
  }
}
