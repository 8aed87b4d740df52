package io.tapevault.predicate;

import io.tapevault.event.Where;
import io.tapevault.json.FieldValues;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What has to be so in an event. A field is named by its [path][io.tapevault.json.FieldPath];
/// numbers are compared in their canonical spelling, as `true` is; of an array, one is enough.
public sealed interface Condition extends Where {

  /// Holds for every event.
  static Condition always() {
    return new AllOf(List.of());
  }

  boolean holds(Map<String, List<String>> values);

  /// Adds the fields that it looks at.
  void fields(Set<String> into);

  @Override
  default boolean holds(String json) {
    Set<String> fields = new HashSet<>();
    fields(fields);
    return holds(fields.isEmpty() ? Map.of() : FieldValues.canonical(json, fields));
  }

  /// The field is one of these.
  record In(String field, List<String> texts) implements Condition {
    public In {
      texts = List.copyOf(texts);
    }

    @Override
    public boolean holds(Map<String, List<String>> values) {
      return values.getOrDefault(field, List.of()).stream().anyMatch(texts::contains);
    }

    @Override
    public void fields(Set<String> into) {
      into.add(field);
    }
  }

  /// The field has this somewhere in it.
  record Contains(String field, String text) implements Condition {
    @Override
    public boolean holds(Map<String, List<String>> values) {
      return values.getOrDefault(field, List.of()).stream().anyMatch(value -> value.contains(text));
    }

    @Override
    public void fields(Set<String> into) {
      into.add(field);
    }
  }

  record HasPrefix(String field, String text) implements Condition {
    @Override
    public boolean holds(Map<String, List<String>> values) {
      return values.getOrDefault(field, List.of()).stream()
          .anyMatch(value -> value.startsWith(text));
    }

    @Override
    public void fields(Set<String> into) {
      into.add(field);
    }
  }

  /// The field is there, and not null.
  record Exists(String field) implements Condition {
    @Override
    public boolean holds(Map<String, List<String>> values) {
      return values.containsKey(field);
    }

    @Override
    public void fields(Set<String> into) {
      into.add(field);
    }
  }

  record Not(Condition condition) implements Condition {
    @Override
    public boolean holds(Map<String, List<String>> values) {
      return !condition.holds(values);
    }

    @Override
    public void fields(Set<String> into) {
      condition.fields(into);
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

    @Override
    public void fields(Set<String> into) {
      conditions.forEach(condition -> condition.fields(into));
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

    @Override
    public void fields(Set<String> into) {
      conditions.forEach(condition -> condition.fields(into));
    }
  }
}
