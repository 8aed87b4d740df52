package io.tapevault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// Copies JSON with every number as it is spelled.
public final class ExactJson {

  private ExactJson() {}

  /// Copies the value whose first token is the current one, up to its last.
  public static void copy(JsonParser in, JsonGenerator out) throws IOException {
    int depth = 0;
    do {
      JsonToken token = in.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token.isNumeric()) {
        out.writeNumber(in.getText());
      } else {
        out.copyCurrentEvent(in);
      }
    } while (depth > 0 && in.nextToken() != null);
  }
}
