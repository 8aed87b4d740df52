package io.tapevault.disk.sqlite;

import io.tapevault.event.Where;
import io.tapevault.predicate.Condition;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The members of events that have an index: where a condition names the values of one, nothing
/// else needs to be read. What is no plain text there (a number, a list, a text with an escape) has
/// one place in the index, which is always looked through.
final class Members {

  /// Those that say most come first.
  private static final List<String> FIELDS =
      List.of("sid", "user", "server_id", "server_hostname", "code");

  private static final String ODD = "odd";
  private static final int MOST = 100;

  private Members() {}

  /// The values of a member that are looked for.
  record Sought(String field, List<String> values) {

    String index() {
      return "event_by_" + field;
    }

    /// Of one value, by the number of its parameter.
    String is(int parameter) {
      return expression(field) + " = ?" + parameter;
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
    StringBuilder sql = new StringBuilder();
    for (String field : FIELDS) {
      sql.append(
          "CREATE INDEX event_by_%s ON event (%s, seconds) WHERE %s IS NOT NULL;\n"
              .formatted(field, expression(field), expression(field)));
    }
    return sql.toString();
  }

  /// As it is spelled, with its quotes; or that it is odd; null where it is not there.
  private static String expression(String field) {
    String spelled = "(json -> '$." + field + "')";
    return "CASE WHEN %1$s = 'null' THEN NULL WHEN %1$s GLOB '\"*' AND instr(%1$s, '\\') = 0 THEN %1$s WHEN %1$s IS NOT NULL THEN '%2$s' END"
        .formatted(spelled, ODD);
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
    List<String> spelled = new ArrayList<>(List.of(ODD));
    texts.stream().distinct().forEach(text -> spelled.add('"' + text + '"'));
    return spelled;
  }
}
