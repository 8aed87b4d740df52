package io.tapevault.yaml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.yaml.Yaml.Kind;
import io.tapevault.yaml.Yaml.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON as the YAML that it is, without YAML's reader.
public final class JsonYaml {

  private JsonYaml() {}

  /// What is not JSON, or has a member twice, is [Malformed], without a word of what it says.
  public static Yaml read(String what, String json) {
    Yaml[] read = new Yaml[1];
    try {
      JsonReader.document(
          what, () -> JsonReader.JSON.createParser(json), parser -> read[0] = value(what, parser));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
    return read[0];
  }

  private static Yaml value(String what, JsonParser parser) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    JsonToken token = JsonReader.present("value in the " + what, parser.currentToken());
    return switch (token) {
      case START_OBJECT -> new Yaml.Mapping(line, members(what, parser));
      case START_ARRAY -> {
        List<Yaml> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(what, parser));
        }
        yield new Yaml.Sequence(line, items);
      }
      case VALUE_STRING -> new Yaml.Scalar(line, parser.getText(), Kind.TEXT);
      case VALUE_NUMBER_INT -> new Yaml.Scalar(line, parser.getText(), Kind.INTEGER);
      case VALUE_NUMBER_FLOAT -> new Yaml.Scalar(line, parser.getText(), Kind.FLOAT);
      case VALUE_TRUE, VALUE_FALSE -> new Yaml.Scalar(line, parser.getText(), Kind.BOOLEAN);
      default -> new Yaml.Scalar(line, "null", Kind.NULL);
    };
  }

  private static Map<String, Member> members(String what, JsonParser parser) throws IOException {
    Map<String, Member> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      parser.nextToken();
      if (members.put(name, new Member(line, value(what, parser))) != null) {
        throw new Malformed("the " + what + " has a member twice");
      }
    }
    return members;
  }
}
