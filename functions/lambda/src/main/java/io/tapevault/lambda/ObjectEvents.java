package io.tapevault.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// The event that S3 sends when objects have been created.
public final class ObjectEvents {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String SUFFIX = ".tar";

  private ObjectEvents() {}

  /// The sessions whose recordings are among the objects. Other objects are passed over.
  public static Set<SessionId> recordings(InputStream in) throws IOException {
    Set<SessionId> sessions = new LinkedHashSet<>();
    try (JsonParser json = JSON.createParser(in)) {
      boolean inObject = false;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          inObject = "object".equals(json.getParsingContext().getParent().getCurrentName());
        } else if (inObject
            && token == JsonToken.VALUE_STRING
            && "key".equals(json.currentName())) {
          session(json.getText()).ifPresent(sessions::add);
        }
      }
    }
    return sessions;
  }

  private static Optional<SessionId> session(String key) {
    String name = URLDecoder.decode(key, StandardCharsets.UTF_8);
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.endsWith(SUFFIX)
        ? SessionId.parse(last.substring(0, last.length() - SUFFIX.length()))
        : Optional.empty();
  }
}
