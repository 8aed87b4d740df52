package io.tapevault.forwarding.format;

import io.tapevault.json.FieldValues;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the members of an event go, by a table of scopes, conditions, members, paths and
/// [how][Taking]. Rows hold from the first to the last.
public final class Mapping {

  private static final int CELLS = 5;
  private static final Member NOTHING = new Member("null", Member.Kind.NULL, "", List.of());

  private final List<Row> rows;

  private Mapping(List<Row> rows) {
    this.rows = rows;
  }

  private record Row(Set<String> scopes, When when, String member, String path, Taking taking) {}

  public static Mapping of(Class<?> beside, String table) {
    return new Mapping(
        Table.rows(beside, table, CELLS).stream()
            .map(cells ->
                new Row(
                    Set.of(cells.get(0).split(",", -1)),
                    When.of(cells.get(1)),
                    cells.get(2),
                    cells.get(3),
                    Taking.of(cells.get(4))))
            .toList());
  }

  /// Puts into the document what the table says of this scope, and of `*`. The answer is what is
  /// wholly in it now.
  public Set<String> apply(String scope, Map<String, Member> members, Document document) {
    Set<String> taken = new HashSet<>();
    for (Row row : rows) {
      if ((row.scopes().contains("*") || row.scopes().contains(scope))
          && row.when().holds(members, document)) {
        Member member = row.member().equals("-") ? NOTHING : member(row.member(), members);
        if (member != null && row.taking().put(document, row.path(), member)) {
          taken.add(row.member());
        }
      }
    }
    return taken;
  }

  /// That of the event, or one in a member of the event.
  private static @Nullable Member member(String name, Map<String, Member> members) {
    Member there = members.get(name);
    int dot = name.indexOf('.');
    if (there != null || dot < 0) {
      return there;
    }
    Member outer = members.get(name.substring(0, dot));
    if (outer == null || !outer.json().startsWith("{")) {
      return null;
    }
    String inner = name.substring(dot + 1);
    List<String> texts = FieldValues.of(outer.json(), Set.of(inner)).getOrDefault(inner, List.of());
    return switch (texts.size()) {
      case 0 -> null;
      case 1 -> new Member("", Member.Kind.TEXT, texts.getFirst(), texts);
      default -> new Member("", Member.Kind.TEXTS, "", texts);
    };
  }
}
