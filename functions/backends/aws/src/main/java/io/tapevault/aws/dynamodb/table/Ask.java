package io.tapevault.aws.dynamodb.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.aws.dynamodb.item.Wire;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What is asked of a table, under DynamoDB's own names.
public final class Ask {

  private final Map<String, Object> members = new LinkedHashMap<>();

  Ask(String table) {
    with("TableName", table);
  }

  Ask item(Map<String, AttributeValue> item) {
    return with("Item", item);
  }

  public Ask key(Map<String, AttributeValue> key) {
    return with("Key", key);
  }

  public Ask conditionExpression(String expression) {
    return with("ConditionExpression", expression);
  }

  public Ask updateExpression(String expression) {
    return with("UpdateExpression", expression);
  }

  public Ask keyConditionExpression(String expression) {
    return with("KeyConditionExpression", expression);
  }

  public Ask filterExpression(String expression) {
    return with("FilterExpression", expression);
  }

  public Ask projectionExpression(String expression) {
    return with("ProjectionExpression", expression);
  }

  public Ask expressionAttributeNames(Map<String, String> names) {
    return names.isEmpty() ? this : with("ExpressionAttributeNames", names);
  }

  public Ask expressionAttributeValues(Map<String, AttributeValue> values) {
    return values.isEmpty() ? this : with("ExpressionAttributeValues", values);
  }

  /// With a condition that does not hold, what is there is told.
  Ask returningWhatIsThere() {
    return with("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
  }

  public Ask indexName(String index) {
    return with("IndexName", index);
  }

  public Ask counting() {
    return with("Select", "COUNT");
  }

  public Ask scanIndexForward(boolean up) {
    return with("ScanIndexForward", up);
  }

  public Ask consistentRead(boolean consistent) {
    return with("ConsistentRead", consistent);
  }

  public Ask limit(@Nullable Integer limit) {
    return with("Limit", limit);
  }

  public Ask exclusiveStartKey(Map<String, AttributeValue> key) {
    return with("ExclusiveStartKey", key);
  }

  private Ask with(String name, @Nullable Object value) {
    if (value == null) {
      members.remove(name);
    } else {
      members.put(name, value);
    }
    return this;
  }

  void write(JsonGenerator out) throws IOException {
    for (Map.Entry<String, Object> member : members.entrySet()) {
      out.writeFieldName(member.getKey());
      write(member.getValue(), out);
    }
  }

  // A switch by type would be linked at its first use, which a start would wait for.
  private static void write(Object value, JsonGenerator out) throws IOException {
    if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof AttributeValue attribute) {
      Wire.write(attribute, out);
    } else if (value instanceof Integer number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> member : map.entrySet()) {
        out.writeFieldName(member.getKey().toString());
        write(member.getValue(), out);
      }
      out.writeEndObject();
    }
  }
}
