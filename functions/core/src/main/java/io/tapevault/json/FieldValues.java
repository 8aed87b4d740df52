package io.tapevault.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The values of an event's fields, by their [paths][FieldPath].
public final class FieldValues {

  private static final JsonFactory JSON = ForeignJson.ofEvents();

  private final Set<String> wanted;
  private final boolean canonical;
  private final Map<String, List<String>> found = new HashMap<>();

  private FieldValues(Set<String> wanted, boolean canonical) {
    this.wanted = wanted;
    this.canonical = canonical;
  }

  /// For each of the paths that is there and not null, its scalars as text.
  public static Map<String, List<String>> of(String json, Set<String> paths) {
    return of(json, new FieldValues(paths, false));
  }

  /// The same with numbers in one spelling, which is that of canonical JSON: a log may give them
  /// back in another one than they came in.
  public static Map<String, List<String>> canonical(String json, Set<String> paths) {
    return of(json, new FieldValues(paths, true));
  }

  /// Whether the event itself has this member, and not null: read no further than to where it is.
  public static boolean says(String json, String member) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(member);
        if (parser.nextToken() != JsonToken.VALUE_NULL && wanted) {
          return true;
        }
        parser.skipChildren();
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("an event is JSON", e);
    }
  }

  /// A number in its one spelling.
  public static String number(String text) {
    try {
      return CanonicalJson.number(text);
    } catch (IOException e) {
      return text;
    }
  }

  private static Map<String, List<String>> of(String json, FieldValues values) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      values.members("", parser);
    } catch (IOException e) {
      throw new UncheckedIOException("an event is JSON", e);
    }
    return values.found;
  }

  private void members(String outer, JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String path = FieldPath.of(outer, parser.currentName());
      parser.nextToken();
      value(path, parser);
    }
  }

  private void value(String path, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    boolean isWanted = wanted.contains(path);
    if (isWanted && token != JsonToken.VALUE_NULL) {
      List<String> texts = found.computeIfAbsent(path, any -> new ArrayList<>());
      if (token.isScalarValue()) {
        texts.add(canonical && token.isNumeric() ? number(parser.getText()) : parser.getText());
      }
    }
    if (token == JsonToken.START_OBJECT && FieldPath.leads(path, wanted)) {
      members(path, parser);
    } else if (token == JsonToken.START_ARRAY && (isWanted || FieldPath.leads(path, wanted))) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        value(path, parser);
      }
    } else {
      parser.skipChildren();
    }
  }
}
