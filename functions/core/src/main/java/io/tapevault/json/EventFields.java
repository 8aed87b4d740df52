package io.tapevault.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Single fields of an event, or of another object.
public final class EventFields {

  private static final JsonFactory JSON = ForeignJson.factory().build();

  private EventFields() {}

  /// The scalar members of these names, as text; those that are not there are left out.
  public static Map<String, String> of(String json, Set<String> names) {
    return parse(json, names).orElse(Map.of());
  }

  /// The same of what may be no JSON object: empty where it is none, or more than one.
  public static Optional<Map<String, String>> parse(String json, Set<String> names) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Map<String, String> fields = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value.isScalarValue() && value != JsonToken.VALUE_NULL && names.contains(name)) {
          fields.put(name, parser.getText());
        }
        parser.skipChildren();
      }
      return parser.nextToken() == null ? Optional.of(fields) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  /// The texts in a member that is an array, at most `most` of them; none where it is not there or
  /// is something else.
  public static List<String> texts(String json, String name, int most) {
    List<String> texts = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(name);
        if (parser.nextToken() == JsonToken.START_ARRAY && wanted) {
          while (parser.nextToken() != JsonToken.END_ARRAY && texts.size() < most) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
              texts.add(parser.getText());
            }
            parser.skipChildren();
          }
          return texts;
        }
        parser.skipChildren();
      }
    } catch (JsonProcessingException e) {
      // What stood there is told.
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
    return texts;
  }
}
