package io.tapevault.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads JSON of a known form from front to back: takes the members that are asked for and skips
/// all others.
public final class JsonReader {

  // A Lambda is called with at most 6 MB.
  private static final long MAX_BYTES = 8 << 20;

  public static final JsonFactory JSON =
      ForeignJson.factory()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxDocumentLength(MAX_BYTES).build())
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private JsonReader() {}

  /// Reads one value, whose first token is the current one.
  public interface Reader {
    void read() throws IOException;
  }

  /// Reads the value of one member, whose first token is the current one, or leaves it where it is.
  public interface MemberReader {
    void read(String name) throws IOException;
  }

  /// A source of JSON, opened.
  public interface Source {
    JsonParser open() throws IOException;
  }

  /// Reads all of a document.
  public interface Document {
    void read(JsonParser parser) throws IOException;
  }

  /// What is not JSON at all is [Malformed], without a word of what it says.
  public static void document(String what, Source source, Document document) throws IOException {
    try (JsonParser parser = source.open()) {
      parser.nextToken();
      document.read(parser);
      if (parser.nextToken() != null) {
        throw new Malformed("something follows the " + what);
      }
    } catch (JsonProcessingException e) {
      throw new Malformed("the " + what + " is not JSON: " + e.getClass().getSimpleName());
    }
  }

  public static void object(String what, JsonParser parser, MemberReader member)
      throws IOException {
    expect(what, JsonToken.START_OBJECT, parser);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      member.read(name);
      parser.skipChildren();
    }
  }

  public static void array(String what, JsonParser parser, Reader element) throws IOException {
    expect(what, JsonToken.START_ARRAY, parser);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
      parser.skipChildren();
    }
  }

  public static String text(String what, JsonParser parser) throws IOException {
    expect(what, JsonToken.VALUE_STRING, parser);
    return parser.getText();
  }

  public static <T> T present(String what, @Nullable T value) {
    if (value == null) {
      throw new Malformed("there is no " + what);
    }
    return value;
  }

  private static void expect(String what, JsonToken token, JsonParser parser) {
    if (parser.currentToken() != token) {
      throw new Malformed(
          "the " + what + " is " + word(parser.currentToken()) + ", not " + word(token));
    }
  }

  private static String word(@Nullable JsonToken token) {
    return switch (token) {
      case null -> "missing";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      default -> token.asString();
    };
  }
}
