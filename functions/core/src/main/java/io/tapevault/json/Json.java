package io.tapevault.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Writes small JSON documents, [harmlessly][HarmlessJson].
public final class Json {

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().characterEscapes(HarmlessJson.ESCAPES).build();

  private Json() {}

  /// Writes the members of an object.
  public interface Members {
    void writeTo(JsonGenerator json) throws IOException;
  }

  public static byte[] object(Members members) {
    // Into a text first: there half a surrogate pair in a message is no error, and becomes a '?' in
    // the bytes.
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      members.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString().getBytes(UTF_8);
  }
}
