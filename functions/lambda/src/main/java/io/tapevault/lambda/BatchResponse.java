package io.tapevault.lambda;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.json.JsonReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes the answer to a stream or a queue: what has to be brought again.
public final class BatchResponse {

  private BatchResponse() {}

  /// The identifiers are sequence numbers for a stream, message ids for a queue; none means that
  /// all is done.
  public static void write(List<String> failures, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonReader.JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("batchItemFailures");
      for (String failure : failures) {
        json.writeStartObject();
        json.writeStringField("itemIdentifier", failure);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
