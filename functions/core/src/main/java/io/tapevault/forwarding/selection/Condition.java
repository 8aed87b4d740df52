package io.tapevault.forwarding.selection;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/// What has to be so in a field, which is named by its path. Numbers and `true` are compared as
/// they are spelled; of an array, one is enough.
public sealed interface Condition {

  String field();

  boolean holds(Map<String, List<String>> values);

  record OneOf(String field, List<String> texts) implements Condition {
    public OneOf {
      texts = List.copyOf(texts);
    }

    @Override
    public boolean holds(Map<String, List<String>> values) {
      return !Collections.disjoint(texts, values.getOrDefault(field, List.of()));
    }
  }

  /// Null is as good as nothing there.
  record Exists(String field, boolean wanted) implements Condition {
    @Override
    public boolean holds(Map<String, List<String>> values) {
      return values.containsKey(field) == wanted;
    }
  }
}
