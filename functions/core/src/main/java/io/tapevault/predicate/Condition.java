package io.tapevault.predicate;

import io.tapevault.event.Where;
import io.tapevault.json.FieldValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What has to be so in an event. A field is named by its [path][io.tapevault.json.FieldPath];
/// numbers are compared in their canonical spelling, as `true` is; of an array, one is enough.
public sealed interface Condition extends Where {

  boolean holds(Map<String, List<String>> values);

  @Override
  default boolean holds(String json) {
    Set<String> fields = fields();
    return holds(fields.isEmpty() ? Map.of() : FieldValues.canonical(json, fields));
  }

  /// The fields that it looks at.
  default Set<String> fields() {
    return switch (this) {
      case OfField one -> Set.of(one.field());
      case Not not -> not.condition().fields();
      case AllOf all -> fields(all.conditions());
      case AnyOf any -> fields(any.conditions());
    };
  }

  private static Set<String> fields(List<Condition> conditions) {
    return conditions.stream()
        .flatMap(condition -> condition.fields().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// One that looks at a single field.
  sealed interface OfField extends Condition {
    String field();
  }

  /// The field is one of these.
  record In(String field, List<String> texts) implements OfField {
    public In {
      texts = List.copyOf(texts);
    }

    @Override
    public boolean holds(Map<String, List<String>> values) {
      return values.getOrDefault(field, List.of()).stream().anyMatch(texts::contains);
    }
  }

  /// The field has this somewhere in it.
  record Contains(String field, String text) implements OfField {
    @Override
    public boolean holds(Map<String, List<String>> values) {
      return values.getOrDefault(field, List.of()).stream().anyMatch(value -> value.contains(text));
    }
  }

  record HasPrefix(String field, String text) implements OfField {
    @Override
    public boolean holds(Map<String, List<String>> values) {
      return values.getOrDefault(field, List.of()).stream()
          .anyMatch(value -> value.startsWith(text));
    }
  }

  /// The field is there, and not null.
  record Exists(String field) implements OfField {
    @Override
    public boolean holds(Map<String, List<String>> values) {
      return values.containsKey(field);
    }
  }

  record Not(Condition condition) implements Condition {
    @Override
    public boolean holds(Map<String, List<String>> values) {
      return !condition.holds(values);
    }
  }

  record AllOf(List<Condition> conditions) implements Condition {
    public AllOf {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean holds(Map<String, List<String>> values) {
      return conditions.stream().allMatch(condition -> condition.holds(values));
    }
  }

  record AnyOf(List<Condition> conditions) implements Condition {
    public AnyOf {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean holds(Map<String, List<String>> values) {
      return conditions.stream().anyMatch(condition -> condition.holds(values));
    }
  }
}
