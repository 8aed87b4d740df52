package io.tapevault.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The events of `events-samples`.
public final class EventSamples {

  private static final Path FOLDER =
      Path.of(System.getProperty("tapevault.root", "../.."), "events-samples");

  private EventSamples() {}

  /// One event each.
  public static List<Path> accepted() {
    return files("accepted", 40);
  }

  /// No event each; a name begins with the reason and a dot.
  public static List<Path> refused() {
    return files("refused", 40);
  }

  public static byte[] batch(String name) {
    return bytes(FOLDER.resolve(name));
  }

  public static byte[] bytes(Path sample) {
    try {
      return Files.readAllBytes(sample);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(String folder, int atLeast) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      List<Path> samples = files.sorted().toList();
      assertTrue(
          samples.size() >= atLeast,
          () -> samples.size() + " samples in " + FOLDER.resolve(folder));
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
