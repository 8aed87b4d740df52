package io.tapevault.http.door;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tapevault.json.ForeignJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The members of an object that somebody sent, each as it is spelled; of a name that is there
/// twice, the last.
public record JsonMembers(Map<String, Value> all) {

  private static final JsonFactory JSON =
      ForeignJson.factory()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  // As deep as an event may be, and one more.
                  .maxNestingDepth(200)
                  .maxNumberLength(2_000)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /// A value: where its JSON stands in that of the object, which is not copied until somebody asks,
  /// and of what kind it is.
  public record Value(JsonToken token, String of, int start, int end) {

    public String json() {
      return of.substring(start, end).strip();
    }

    public boolean isObject() {
      return token == JsonToken.START_OBJECT;
    }

    /// Of a text what it says, else nothing.
    public Optional<String> text() {
      return token == JsonToken.VALUE_STRING ? Optional.of(unquoted(json())) : Optional.empty();
    }

    private static String unquoted(String json) {
      try (JsonParser parser = JSON.createParser(json)) {
        parser.nextToken();
        return parser.getText();
      } catch (IOException e) {
        throw new IllegalArgumentException("a text that was read before cannot be read", e);
      }
    }
  }

  /// Empty where it is no object, or no JSON.
  public static Optional<JsonMembers> of(String json) {
    Map<String, Value> members = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        if (token == JsonToken.VALUE_STRING) {
          parser.finishToken();
        }
        parser.skipChildren();
        int end = (int) parser.currentLocation().getCharOffset();
        members.put(name, new Value(token, json, start, end));
      }
      return parser.nextToken() == null ? Optional.of(new JsonMembers(members)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// If a text is one JSON value.
  public static boolean isJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      // The parser looks at the end of a text only when it is asked for it.
      parser.getText();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /// Reads a text that somebody sent.
  public static JsonParser parser(String json) throws IOException {
    return JSON.createParser(json);
  }

  public Optional<Value> get(String name) {
    return Optional.ofNullable(all.get(name));
  }

  public Optional<String> text(String name) {
    return get(name).flatMap(Value::text);
  }

  /// The others, as members of an object without its braces.
  public String without(String name) {
    StringBuilder others = new StringBuilder();
    all.forEach((other, value) -> {
      if (!other.equals(name)) {
        others.append(others.isEmpty() ? "" : ",");
        quote(others, other);
        others.append(':').append(value.json());
      }
    });
    return others.toString();
  }

  public static void quote(StringBuilder out, String text) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }
}
