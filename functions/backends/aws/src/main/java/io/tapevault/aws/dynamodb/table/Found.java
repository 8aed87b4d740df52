package io.tapevault.aws.dynamodb.table;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.aws.dynamodb.item.Wire;
import io.tapevault.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What one lookup answers; `unprocessed` has the keys that DynamoDB did not get to.
public record Found<T>(List<T> items, List<Map<String, AttributeValue>> unprocessed) {

  static <T> Found<T> read(JsonParser json, QueryPage.Reading<T> reading) throws IOException {
    Found<T> found = new Found<>(new ArrayList<>(), new ArrayList<>());
    JsonReader.object(
        "answer",
        json,
        part -> {
          switch (part) {
            case "Responses" ->
                JsonReader.object(
                    "tables",
                    json,
                    table ->
                        JsonReader.array("items", json, () -> found.items.add(reading.read(json))));
            case "UnprocessedKeys" -> JsonReader.object("tables", json, table -> found.keys(json));
            default -> {}
          }
        });
    return found;
  }

  private void keys(JsonParser json) throws IOException {
    JsonReader.object(
        "keys",
        json,
        member -> {
          if (member.equals("Keys")) {
            JsonReader.array("keys", json, () -> unprocessed.add(Wire.item(json)));
          }
        });
  }
}
