package io.tapevault.packages;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What lies in `events-samples`, and the golden casts of its recordings.
public final class Samples {

  public static final Path ROOT = Path.of(System.getProperty("tapevault.root", "../.."));

  private static final Path FOLDER = ROOT.resolve("events-samples");
  private static final Path CASTS = ROOT.resolve("functions/core/src/test/resources/casts");

  private Samples() {}

  public static byte[] envelope(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve("envelopes").resolve(name));
  }

  static byte[] recording(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve("recordings").resolve(name));
  }

  static byte[] cast(String name) throws IOException {
    return Files.readAllBytes(CASTS.resolve(name));
  }

  static String batch() throws IOException {
    return Files.readString(FOLDER.resolve("batch.ndjson"));
  }

  /// One event each.
  static List<Path> accepted() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve("accepted"))) {
      List<Path> samples = files.sorted().toList();
      assertTrue(samples.size() >= 40, () -> "there are only " + samples.size() + " samples");
      return samples;
    }
  }
}
