package io.tapevault.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Where each member of a YAML file stands, for messages about it. What they say repeats no value
/// of the file: it may be a secret.
public final class YamlLines {

  private static final Pattern WORD = Pattern.compile("[A-Za-z_]{1,40}");

  private final Map<String, Integer> lines = new HashMap<>();

  private YamlLines() {}

  /// Reads the parser to its end.
  public static YamlLines of(JsonParser parser) throws IOException {
    YamlLines lines = new YamlLines();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      JsonPointer place = parser.getParsingContext().pathAsPointer();
      lines.lines.putIfAbsent(place.toString(), parser.currentTokenLocation().getLineNr());
    }
    return lines;
  }

  /// `line 7: ` for what a JSON pointer names; nothing where it is not there.
  public String at(String pointer) {
    Integer line = lines.get(pointer);
    return line == null ? "" : "line " + line + ": ";
  }

  /// The name of a member, unless it may be something else that slipped there.
  public static String shown(String name) {
    return WORD.matcher(name).matches() ? "'" + name + "'" : "an unknown member";
  }

  /// Where the file is no YAML.
  public static String said(JsonProcessingException fault) {
    JsonLocation location = fault.getLocation();
    return location == null
        ? "it cannot be read"
        : "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
