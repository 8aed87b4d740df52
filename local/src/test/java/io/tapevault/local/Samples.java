package io.tapevault.local;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The files of `events-samples`, and events made for a test.
public final class Samples {

  public static final Path ROOT = Path.of(System.getProperty("tapevault.root", ".."));
  static final Path FOLDER = ROOT.resolve("events-samples");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Samples() {}

  static List<Path> files(String folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(end)).sorted().toList();
      assertFalse(found.isEmpty(), "nothing in " + folder);
      return found;
    }
  }

  public static Path recording(String end) throws IOException {
    return files("recordings", end).getFirst();
  }

  static String sid(Path recording) {
    String name = name(recording);
    return name.substring(0, name.indexOf('.'));
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  public static String event(String uid, String sid, int index) {
    return "{\"event\":\"session.command\",\"uid\":\""
        + uid
        + "\",\"sid\":\""
        + sid
        + "\",\"ei\":"
        + index
        + ",\"time\":\"2026-03-01T12:00:00Z\"}";
  }

  /// Events of one session, `e0`, `e1`…, as an array.
  public static String events(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> event(prefix + i, "s-" + prefix, i))
        .collect(joining(",", "[", "]"));
  }

  public static List<String> uids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
