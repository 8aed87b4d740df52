package io.tapevault.aws.dynamodb;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What one query answers; `lastEvaluatedKey` is empty where nothing follows.
record QueryPage(
    List<Map<String, AttributeValue>> items,
    int count,
    Map<String, AttributeValue> lastEvaluatedKey) {

  static QueryPage read(JsonParser json) throws IOException {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    int[] count = {0};
    List<Map<String, AttributeValue>> last = new ArrayList<>();
    JsonReader.object(
        "page",
        json,
        name -> {
          switch (name) {
            case "Items" -> JsonReader.array("items", json, () -> items.add(Wire.item(json)));
            case "Count" -> count[0] = json.getIntValue();
            case "LastEvaluatedKey" -> last.add(Wire.item(json));
            default -> {}
          }
        });
    return new QueryPage(items, count[0], last.isEmpty() ? Map.of() : last.getFirst());
  }
}
