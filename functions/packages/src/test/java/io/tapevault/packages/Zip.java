package io.tapevault.packages;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/// The zip of a room of functions, as the build made it and as it is deployed.
public record Zip(Path file) {

  private static final String LIBRARY = "lib/libaws-crt-jni.so";

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

  /// The same as if it had been made for this machine: a zip has a library for arm64.
  Path unpackHere(Path folder) throws IOException {
    unpack(folder);
    Path library = folder.resolve(LIBRARY);
    if (Files.exists(library)) {
      String machine = System.getProperty("os.arch").equals("aarch64") ? "armv8" : "x86_64";
      Files.write(library, library(folder, machine));
    }
    return folder;
  }

  /// The library of AWS's runtime for such a machine, out of the jar where every one is.
  static byte[] library(Path folder, String machine) throws IOException {
    try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
      Path jar =
          jars.filter(one -> one.toString().contains("aws-crt-linux")).findFirst().orElseThrow();
      try (ZipFile zip = new ZipFile(jar.toFile());
          InputStream in =
              zip.getInputStream(zip.getEntry("linux/" + machine + "/glibc/libaws-crt-jni.so"))) {
        return in.readAllBytes();
      }
    }
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
