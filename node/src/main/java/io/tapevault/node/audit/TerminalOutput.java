package io.tapevault.node.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.json.ForeignJson;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// What was on somebody's screen, as events that logs of old and recordings have: it stays with the
/// recording.
final class TerminalOutput {

  private static final Set<String> TYPES = Set.of("print", "desktop.recording");
  private static final List<byte[]> NAMES =
      TYPES.stream().map(type -> ("\"" + type + "\"").getBytes(UTF_8)).toList();
  private static final JsonFactory JSON = ForeignJson.factory().build();

  private TerminalOutput() {}

  /// What cannot be read is none: the vault has to see it.
  static boolean is(byte[] line) {
    return NAMES.stream().anyMatch(name -> holds(line, name)) && hasType(line);
  }

  private static boolean holds(byte[] line, byte[] name) {
    for (int at = 0; at <= line.length - name.length; at++) {
      int same = 0;
      while (same < name.length && line[at + same] == name[same]) {
        same++;
      }
      if (same == name.length) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasType(byte[] line) {
    boolean output = false;
    try (JsonParser parser = JSON.createParser(new String(line, UTF_8))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean type = parser.currentName().equals("event");
        JsonToken value = parser.nextToken();
        if (type) {
          output = value == JsonToken.VALUE_STRING && TYPES.contains(parser.getText());
        }
        parser.skipChildren();
      }
      return output && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
