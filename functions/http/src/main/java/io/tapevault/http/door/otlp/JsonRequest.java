package io.tapevault.http.door.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.http.door.JsonMembers;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An `ExportLogsServiceRequest` as JSON. It is read once, from front to back; of each record its
/// own text is taken.
final class JsonRequest {

  private static final String NONE = "{}";

  private final String text;
  private final LogRecords records;

  JsonRequest(String text, LogRecords records) {
    this.text = text;
    this.records = records;
  }

  private record Scope(String scope, List<String> records) {}

  void read() {
    try {
      if (!text.isBlank()) {
        JsonReader.document("request", () -> JsonMembers.parser(text), this::request);
      }
    } catch (IOException | Malformed e) {
      records.refuse(String.valueOf(e.getMessage()), ByteBuffer.wrap(text.getBytes(UTF_8)));
    }
  }

  private void request(JsonParser json) throws IOException {
    JsonReader.object(
        "request",
        json,
        name -> {
          if (name.equals("resourceLogs") || name.equals("resource_logs")) {
            list(name, json, () -> resourceLogs(json));
          }
        });
  }

  /// The resource may stand behind its logs.
  private void resourceLogs(JsonParser json) throws IOException {
    String[] resource = {NONE};
    List<Scope> scopes = new ArrayList<>();
    JsonReader.object(
        "resourceLogs",
        json,
        name -> {
          switch (name) {
            case "resource" -> resource[0] = slice(json);
            case "scopeLogs", "scope_logs" -> list(name, json, () -> scopes.add(scopeLogs(json)));
            default -> {}
          }
        });
    for (Scope scope : scopes) {
      for (String record : scope.records()) {
        if (!records.isFull()) {
          add(resource[0], scope.scope(), record);
        }
      }
    }
  }

  private Scope scopeLogs(JsonParser json) throws IOException {
    String[] scope = {NONE};
    List<String> found = new ArrayList<>();
    JsonReader.object(
        "scopeLogs",
        json,
        name -> {
          switch (name) {
            case "scope" -> scope[0] = slice(json);
            case "logRecords", "log_records" -> list(name, json, () -> found.add(slice(json)));
            default -> {}
          }
        });
    return new Scope(scope[0], found);
  }

  /// In protobuf's JSON, null is a list of nothing.
  private static void list(String name, JsonParser json, JsonReader.Reader element)
      throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NULL) {
      JsonReader.array(name, json, element);
    }
  }

  private void add(String resource, String scope, String record) throws IOException {
    ByteBuffer sent = ByteBuffer.wrap(record.getBytes(UTF_8));
    try {
      records.add(resource, scope, Spelling.usual(record), sent);
    } catch (Malformed e) {
      records.refuse(String.valueOf(e.getMessage()), sent);
    }
  }

  private String slice(JsonParser json) throws IOException {
    int start = (int) json.currentTokenLocation().getCharOffset();
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      json.finishToken();
    }
    json.skipChildren();
    return text.substring(start, (int) json.currentLocation().getCharOffset());
  }
}
