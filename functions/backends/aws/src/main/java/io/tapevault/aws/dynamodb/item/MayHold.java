package io.tapevault.aws.dynamodb.item;

import static io.tapevault.aws.dynamodb.item.Attributes.FIELDS;
import static io.tapevault.aws.dynamodb.item.Attributes.FIELDS_MAP;
import static io.tapevault.aws.dynamodb.item.Attributes.OVERFLOW;

import io.tapevault.event.Where;
import io.tapevault.predicate.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What DynamoDB can say of a condition: which items cannot be meant, so that they are not sent. An
/// item whose map is not the whole event may always be meant.
record MayHold(String expression, Map<String, String> names, Map<String, AttributeValue> values) {

  // DynamoDB: an expression has 4 KB and 300 operators.
  private static final int LONGEST = 3_000;
  private static final int MOST_PARTS = 60;
  private static final int MOST_SEGMENTS = 4;

  /// Says nothing where there is nothing that DynamoDB could say.
  static Optional<MayHold> of(Where where) {
    if (!(where instanceof Condition condition)) {
      return Optional.empty();
    }
    Writer writer = new Writer();
    return writer
        .of(condition)
        .map(said ->
            "(attribute_exists(%s) OR attribute_exists(%s) OR attribute_not_exists(%s) OR %s)"
                .formatted(writer.name(FIELDS), OVERFLOW, FIELDS_MAP, said))
        .filter(said -> said.length() <= LONGEST && writer.parts <= MOST_PARTS)
        .map(said -> new MayHold(said, used(writer.names, said), used(writer.values, said)));
  }

  /// DynamoDB takes no name and no value that an expression does not use.
  private static <T> Map<String, T> used(Map<String, T> placeholders, String expression) {
    Map<String, T> used = new HashMap<>(placeholders);
    used.keySet().removeIf(key -> !Pattern.compile(key + "\\b").matcher(expression).find());
    return used;
  }

  /// Writes an expression for a condition, or none where it may hold for any item.
  private static final class Writer {
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private int parts;

    Optional<String> of(Condition condition) {
      return switch (condition) {
        case Condition.In in ->
            paths(in.field(), path -> in.texts().stream().map(text -> is(path, text)).toList());
        case Condition.Contains contains ->
            paths(contains.field(), path -> List.of(has(path, "contains", contains.text())));
        case Condition.HasPrefix prefix ->
            paths(prefix.field(), path -> List.of(has(path, "begins_with", prefix.text())));
        case Condition.Exists exists -> Optional.empty();
        case Condition.Not not -> Optional.empty();
        case Condition.AllOf all -> {
          List<String> said =
              all.conditions().stream().map(this::of).flatMap(Optional::stream).toList();
          yield said.isEmpty() ? Optional.empty() : Optional.of(joined(" AND ", said));
        }
        case Condition.AnyOf any -> {
          List<Optional<String>> said = any.conditions().stream().map(this::of).toList();
          yield said.stream().allMatch(Optional::isPresent)
              ? Optional.of(joined(" OR ", said.stream().flatMap(Optional::stream).toList()))
              : Optional.empty();
        }
      };
    }

    /// DynamoDB takes no parentheses that it does not need.
    private static String joined(String between, List<String> said) {
      return said.size() == 1 ? said.getFirst() : "(" + String.join(between, said) + ")";
    }

    private interface Said {
      List<String> of(String path);
    }

    /// A member `addr.remote`, or a member `remote` of `addr`; where an array is on the way or at
    /// its end, DynamoDB does not look into it.
    private Optional<String> paths(String field, Said said) {
      String[] segments = field.split("\\.", -1);
      if (segments.length > MOST_SEGMENTS) {
        return Optional.empty();
      }
      List<String> any = new ArrayList<>();
      for (List<String> split : splits(segments, 0)) {
        StringBuilder path = new StringBuilder(FIELDS_MAP);
        for (String member : split) {
          path.append('.').append(name(member));
          any.add("attribute_type(" + path + ", " + value(AttributeValue.fromS("L")) + ")");
        }
        any.addAll(said.of(path.toString()));
      }
      parts += any.size();
      return Optional.of(joined(" OR ", any));
    }

    private static List<List<String>> splits(String[] segments, int from) {
      if (from == segments.length) {
        return List.of(List.of());
      }
      List<List<String>> all = new ArrayList<>();
      StringBuilder first = new StringBuilder();
      for (int i = from; i < segments.length; i++) {
        first.append(first.isEmpty() ? "" : ".").append(segments[i]);
        for (List<String> rest : splits(segments, i + 1)) {
          List<String> one = new ArrayList<>(List.of(first.toString()));
          one.addAll(rest);
          all.add(one);
        }
      }
      return all;
    }

    /// Numbers and `true` are no texts there, and are looked at here.
    private String is(String path, String text) {
      String equal = path + " = " + value(AttributeValue.fromS(text));
      return isPerhapsNoText(text)
          ? "("
              + equal
              + " OR attribute_type("
              + path
              + ", "
              + value(AttributeValue.fromS("N"))
              + ") OR attribute_type("
              + path
              + ", "
              + value(AttributeValue.fromS("BOOL"))
              + "))"
          : equal;
    }

    private String has(String path, String function, String text) {
      return "(%s(%s, %s) OR attribute_type(%s, %s) OR attribute_type(%s, %s))"
          .formatted(
              function,
              path,
              value(AttributeValue.fromS(text)),
              path,
              value(AttributeValue.fromS("N")),
              path,
              value(AttributeValue.fromS("BOOL")));
    }

    private static boolean isPerhapsNoText(String text) {
      return text.equals("true") || text.equals("false") || text.matches("-?[0-9].*");
    }

    private String name(String member) {
      String key = "#w" + names.size();
      return names.entrySet().stream()
          .filter(one -> one.getValue().equals(member))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElseGet(() -> {
            names.put(key, member);
            return key;
          });
    }

    private String value(AttributeValue value) {
      String key = ":w" + values.size();
      return values.entrySet().stream()
          .filter(one -> one.getValue().equals(value))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElseGet(() -> {
            values.put(key, value);
            return key;
          });
    }
  }
}
