package io.tapevault.forwarding.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.json.ExactJson;
import io.tapevault.json.ForeignJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The value of a member of an event: its exact JSON, and its text where it is a scalar, or the
/// texts in it where it is an array of texts.
public record Member(String json, Kind kind, String text, List<String> texts) {

  static final JsonFactory JSON = ForeignJson.ofEvents();

  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL,
    TEXTS,
    OTHER
  }

  public Member {
    texts = List.copyOf(texts);
  }

  /// The members of an event, in their order.
  public static Map<String, Member> of(String event) {
    Map<String, Member> members = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(event)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, read(parser));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an event is JSON", e);
    }
    return members;
  }

  private static Member read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return new Member("null", Kind.NULL, "", List.of());
    }
    if (!token.isScalarValue()) {
      String json = exact(parser);
      List<String> texts = texts(json);
      return new Member(json, texts.isEmpty() ? Kind.OTHER : Kind.TEXTS, "", texts);
    }
    String text = parser.getText();
    return token == JsonToken.VALUE_STRING
        ? new Member(exact(parser), Kind.TEXT, text, List.of())
        : new Member(text, token.isNumeric() ? Kind.NUMBER : Kind.BOOLEAN, text, List.of());
  }

  private static String exact(JsonParser parser) throws IOException {
    StringWriter json = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(json)) {
      ExactJson.copy(parser, out);
    }
    return json.toString();
  }

  /// Empty where it is no array, or not one of texts alone.
  private static List<String> texts(String json) throws IOException {
    if (json.charAt(0) != '[') {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
          return List.of();
        }
        texts.add(parser.getText());
      }
    }
    return texts;
  }
}
