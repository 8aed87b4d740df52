package io.tapevault.aws.dynamodb.item;

import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_TYPE;
import static io.tapevault.aws.dynamodb.item.Attributes.EXPIRES;

import io.tapevault.event.Where;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Leaves out what is no event, what has expired, and, as far as DynamoDB can, what is of another
/// type.
public record LiveEvents(
    String expression, Map<String, String> names, Map<String, AttributeValue> values) {

  // DynamoDB: IN takes 100 values, and an expression 4 KB.
  private static final int MAX_IN = 100;
  private static final int MAX_TYPES = 300;

  public static LiveEvents at(Instant now) {
    return new LiveEvents(
        "attribute_exists("
            + EVENT_TYPE
            + ") AND (attribute_not_exists("
            + EXPIRES
            + ") OR "
            + EXPIRES
            + " > :now)",
        Map.of(),
        Map.of(":now", EventItem.number(now.getEpochSecond())));
  }

  /// No types means every type; of very many the caller has to choose himself.
  public LiveEvents ofTypes(Collection<String> types) {
    if (types.isEmpty() || types.size() > MAX_TYPES) {
      return this;
    }
    Map<String, AttributeValue> all = new HashMap<>(values);
    List<String> placeholders = new ArrayList<>();
    for (String type : types) {
      String name = ":t" + placeholders.size();
      placeholders.add(name);
      all.put(name, AttributeValue.fromS(type));
    }
    List<String> ins = new ArrayList<>();
    for (int from = 0; from < placeholders.size(); from += MAX_IN) {
      List<String> some = placeholders.subList(from, Math.min(placeholders.size(), from + MAX_IN));
      ins.add(some.stream().collect(Collectors.joining(",", EVENT_TYPE + " IN (", ")")));
    }
    return new LiveEvents(expression + " AND (" + String.join(" OR ", ins) + ")", names, all);
  }

  /// Leaves out what cannot be meant, as far as DynamoDB can tell.
  public LiveEvents where(Where where) {
    return MayHold.of(where)
        .map(mayHold -> {
          Map<String, AttributeValue> all = new HashMap<>(values);
          all.putAll(mayHold.values());
          return new LiveEvents(expression + " AND " + mayHold.expression(), mayHold.names(), all);
        })
        .orElse(this);
  }

  public boolean chooses() {
    return values.size() > 1;
  }

  /// The values of the expression, and those of a key condition.
  public Map<String, AttributeValue> and(Map<String, AttributeValue> more) {
    Map<String, AttributeValue> all = new HashMap<>(values);
    all.putAll(more);
    return all;
  }
}
