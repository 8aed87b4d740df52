package io.tapevault.aws.dynamodb.table;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.aws.dynamodb.item.Wire;
import io.tapevault.event.NotPermitted;
import io.tapevault.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Items that are put with one call, each where nothing is yet.
record Statements(String table, List<Map<String, AttributeValue>> items) {

  void write(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("Statements");
    for (Map<String, AttributeValue> item : items) {
      write(item, out);
    }
    out.writeEndArray();
  }

  // A statement may have 8,192 characters: the values are parameters, and every name is ours.
  private void write(Map<String, AttributeValue> item, JsonGenerator out) throws IOException {
    StringBuilder statement =
        new StringBuilder("INSERT INTO \"").append(table).append("\" VALUE {");
    String comma = "'";
    for (String attribute : item.keySet()) {
      statement.append(comma).append(attribute).append("': ?");
      comma = ", '";
    }
    out.writeStartObject();
    out.writeStringField("Statement", statement.append('}').toString());
    out.writeArrayFieldStart("Parameters");
    for (AttributeValue value : item.values()) {
      Wire.write(value, out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /// Which of them were put.
  List<Boolean> put(JsonParser answer) throws IOException {
    List<Boolean> put = new ArrayList<>();
    JsonReader.object(
        "answer",
        answer,
        member -> {
          if (member.equals("Responses")) {
            JsonReader.array("responses", answer, () -> put.add(one(answer)));
          }
        });
    if (put.size() < items.size()) {
      throw new IOException("of " + items.size() + " statements " + put.size() + " are answered");
    }
    return put;
  }

  private boolean one(JsonParser answer) throws IOException {
    boolean[] put = {true};
    JsonReader.object(
        "response",
        answer,
        member -> {
          if (member.equals("Error")) {
            put[0] = false;
            JsonReader.object("error", answer, name -> check(name, answer));
          }
        });
    return put[0];
  }

  private void check(String name, JsonParser answer) throws IOException {
    if (name.equals("Code") && answer.getText().equals("AccessDenied")) {
      throw new NotPermitted("dynamodb:PartiQLInsert", "the table " + table);
    }
  }
}
