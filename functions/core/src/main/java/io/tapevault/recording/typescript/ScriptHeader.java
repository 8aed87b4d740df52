package io.tapevault.recording.typescript;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is said of a session before its first output: in the first line of a typescript, and in
/// entries `H` of its timing.
final class ScriptHeader {

  /// How the first line begins; the timing does not count it.
  static final String FIRST_LINE = "Script started on ";

  private static final int MOST = 50;
  private static final Pattern PAIR = Pattern.compile("([A-Z_]{1,40})=\"([^\"]*)\"");

  private final Map<String, String> values = new HashMap<>();

  void firstLine(String line) {
    String text = line.substring(FIRST_LINE.length());
    int bracket = text.indexOf('[');
    put("START_TIME", (bracket < 0 ? text : text.substring(0, bracket)).strip());
    Matcher pair = PAIR.matcher(text.substring(Math.max(0, bracket)));
    while (pair.find()) {
      put(pair.group(1), pair.group(2));
    }
  }

  /// `NAME value`.
  void entry(String entry) {
    int space = entry.indexOf(' ');
    if (space > 0) {
      put(entry.substring(0, space), entry.substring(space + 1));
    }
  }

  private void put(String name, String value) {
    if (values.size() < MOST) {
      values.put(name, value);
    }
  }

  /// `COLUMNS:LINES`, or what is no size.
  String size() {
    return values.getOrDefault("COLUMNS", "") + ":" + values.getOrDefault("LINES", "");
  }

  /// If what was typed lies between the output, in the one file.
  boolean typedIsBetween() {
    return values.containsKey("INPUT_LOG")
        && values.get("INPUT_LOG").equals(values.get("OUTPUT_LOG"));
  }

  /// An older `script` wrote the date as its locale does, which is no time to us.
  @Nullable Instant start() {
    try {
      return OffsetDateTime.parse(values.getOrDefault("START_TIME", "").replaceFirst(" ", "T"))
          .toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
