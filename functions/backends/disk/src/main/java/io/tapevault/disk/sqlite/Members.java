package io.tapevault.disk.sqlite;

import io.tapevault.event.Where;
import io.tapevault.predicate.Condition;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The members of events that have an index, by how they are spelled: where a condition names the
/// values of one, nothing else needs to be read, but what is no text there (a number, a list), and
/// what is spelled with a backslash, which may be any text.
final class Members {

  /// Those that say most come first.
  private static final List<String> FIELDS =
      List.of("sid", "user", "server_id", "server_hostname", "code");

  private static final String ESCAPED = "event_by_escape";
  // A text begins with its quotation mark.
  private static final List<String> NO_TEXT =
      List.of("%1$s < '\"'", "%1$s >= '#' AND %1$s < 'null'", "%1$s > 'null'");
  private static final int MOST = 100;

  private Members() {}

  /// A part of an index, and what holds there.
  record Range(String index, String where) {}

  /// The values of a member that are looked for.
  record Sought(String field, List<String> values) {

    /// Where the first value is the parameter of this number.
    List<Range> ranges(int first) {
      String member = expression(field);
      String index = "event_by_" + field;
      List<Range> ranges = new ArrayList<>(List.of(new Range(ESCAPED, escaped())));
      NO_TEXT.forEach(range -> ranges.add(new Range(index, range.formatted(member))));
      for (int i = 0; i < values.size(); i++) {
        ranges.add(new Range(index, member + " = ?" + (first + i)));
      }
      return ranges;
    }

    /// Returns the next free parameter.
    int bind(PreparedStatement select, int first) throws SQLException {
      int parameter = first;
      for (String value : values) {
        select.setString(parameter++, value);
      }
      return parameter;
    }
  }

  /// A step of the schema: it never changes.
  static String indexes() {
    String each =
        FIELDS.stream()
            .map(field ->
                "CREATE INDEX event_by_%s ON event (%s, seconds);\n"
                    .formatted(field, expression(field)))
            .collect(Collectors.joining());
    return each + "CREATE INDEX %s ON event (seconds) WHERE %s;\n".formatted(ESCAPED, escaped());
  }

  private static String expression(String field) {
    return "(json -> '$." + field + "')";
  }

  private static String escaped() {
    return FIELDS.stream()
        .map(field -> "instr(" + expression(field) + ", '\\') > 0")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  /// What of a condition all that it holds for must have: one of these. Empty where nothing of it
  /// has an index.
  static List<Sought> in(Where where) {
    return where instanceof Condition condition
        ? conjuncts(condition)
            .map(Members::alternatives)
            .filter(found -> !found.isEmpty())
            .min(Comparator.comparingInt(found -> FIELDS.indexOf(found.getFirst().field())))
            .orElse(List.of())
        : List.of();
  }

  private static Stream<Condition> conjuncts(Condition condition) {
    return condition instanceof Condition.AllOf all
        ? all.conditions().stream().flatMap(Members::conjuncts)
        : Stream.of(condition);
  }

  /// Empty unless each of them has an index.
  private static List<Sought> alternatives(Condition condition) {
    if (condition instanceof Condition.In in) {
      return FIELDS.contains(in.field()) && in.texts().size() <= MOST
          ? List.of(new Sought(in.field(), spelled(in.texts())))
          : List.of();
    }
    List<Sought> found = new ArrayList<>();
    if (condition instanceof Condition.AnyOf any) {
      for (Condition one : any.conditions()) {
        List<Sought> sought = alternatives(one);
        if (sought.isEmpty() || found.size() + sought.size() > FIELDS.size()) {
          return List.of();
        }
        found.addAll(sought);
      }
    }
    return found;
  }

  private static List<String> spelled(List<String> texts) {
    return texts.stream().distinct().map(text -> '"' + text + '"').toList();
  }
}
