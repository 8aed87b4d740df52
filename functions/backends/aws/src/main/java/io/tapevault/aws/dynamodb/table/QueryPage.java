package io.tapevault.aws.dynamodb.table;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.aws.dynamodb.item.Wire;
import io.tapevault.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What one query answers; `lastEvaluatedKey` is empty where nothing follows.
public record QueryPage<T>(List<T> items, int count, Map<String, AttributeValue> lastEvaluatedKey) {

  /// Reads one item, whose `{` is the current token.
  public interface Reading<T> {
    T read(JsonParser json) throws IOException;
  }

  static <T> QueryPage<T> read(JsonParser json, Reading<T> reading) throws IOException {
    List<T> items = new ArrayList<>();
    int[] count = {0};
    List<Map<String, AttributeValue>> last = new ArrayList<>();
    JsonReader.object(
        "page",
        json,
        name -> {
          switch (name) {
            case "Items" -> JsonReader.array("items", json, () -> items.add(reading.read(json)));
            case "Count" -> count[0] = json.getIntValue();
            case "LastEvaluatedKey" -> last.add(Wire.item(json));
            default -> {}
          }
        });
    return new QueryPage<>(items, count[0], last.isEmpty() ? Map.of() : last.getFirst());
  }
}
