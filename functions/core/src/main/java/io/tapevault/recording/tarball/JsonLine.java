package io.tapevault.recording.tarball;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.json.EventFields;
import io.tapevault.recording.Damaged;
import java.util.Map;
import java.util.Set;

/// One line of a tarball's index or of its events: those members of a JSON object that were asked
/// for, as text.
record JsonLine(Map<String, String> members) {

  static JsonLine parse(byte[] line, Set<String> names) throws Damaged {
    return EventFields.parse(new String(line, UTF_8), names)
        .map(JsonLine::new)
        .orElseThrow(() -> Damaged.damaged("the line is not JSON"));
  }

  String text(String name) {
    return members.getOrDefault(name, "");
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  /// A whole number that is not negative; 0 where there is none.
  long number(String name) throws Damaged {
    String text = members.getOrDefault(name, "0");
    if (!text.matches("\\d{1,18}")) {
      throw Damaged.damaged("'" + name + "' is no number of that kind: " + Damaged.shown(text));
    }
    return Long.parseLong(text);
  }
}
