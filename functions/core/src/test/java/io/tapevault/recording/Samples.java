package io.tapevault.recording;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The recordings of `events-samples`, and JSON as plain maps and lists.
final class Samples {

  static final Path FOLDER =
      Path.of(System.getProperty("tapevault.root", "../.."), "events-samples", "recordings");

  private Samples() {}

  static List<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> recordings =
          files.filter(file -> file.toString().endsWith(".tar")).sorted().toList();
      assertFalse(recordings.isEmpty(), "no samples in " + FOLDER);
      return recordings;
    }
  }

  static BytesSource source(Path file) throws IOException {
    return new BytesSource(Files.readAllBytes(file));
  }

  /// The sample whose name holds `part`.
  static BytesSource source(String part) throws IOException {
    return source(
        recordings().stream()
            .filter(file -> file.toString().contains(part))
            .findFirst()
            .orElseThrow());
  }

  static Object json(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> fields = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, value(parser));
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      default -> parser.getText();
    };
  }
}
