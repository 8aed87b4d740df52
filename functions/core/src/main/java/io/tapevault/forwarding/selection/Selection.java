package io.tapevault.forwarding.selection;

import io.tapevault.event.AuditEvent;
import io.tapevault.json.FieldValues;
import io.tapevault.predicate.Condition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which events a SIEM gets: those for which everything of `include` and of `where` holds, and
/// nothing of `exclude`.
public record Selection(Filter include, Filter exclude, List<Wanted> where) {

  public static final Selection ALL = new Selection(Filter.NONE, Filter.NONE, List.of());

  public Selection {
    where = List.copyOf(where);
  }

  /// A condition, and the predicate that says it; empty where it is said by members of its own.
  public record Wanted(Condition condition, String predicate) {}

  public boolean takes(AuditEvent event) {
    Set<String> fields = fields();
    Map<String, List<String>> values =
        fields.isEmpty() ? Map.of() : FieldValues.canonical(event.json(), fields);
    return include.allOf(event, values)
        && !exclude.anyOf(event, values)
        && where.stream().allMatch(one -> one.condition().holds(values));
  }

  private Set<String> fields() {
    Set<String> fields = new HashSet<>();
    where.forEach(one -> fields.addAll(one.condition().fields()));
    if (!include.codes().isEmpty() || !exclude.codes().isEmpty()) {
      fields.add(Filter.CODE);
    }
    if (!include.users().isEmpty() || !exclude.users().isEmpty()) {
      fields.add(Filter.USER);
    }
    return fields;
  }
}
