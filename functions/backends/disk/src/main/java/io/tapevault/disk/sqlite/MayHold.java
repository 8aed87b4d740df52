package io.tapevault.disk.sqlite;

import io.tapevault.event.Where;
import io.tapevault.predicate.Condition;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What SQLite can say of a condition without reading JSON: where it cannot hold, for the text that
/// is looked for stands nowhere. What is spelled with a backslash may be any text.
final class MayHold {

  private static final Pattern NUMBER = Pattern.compile("[-+.0-9eE]*");

  private final List<String> texts = new ArrayList<>();
  private final int first;
  private String sql = "";

  private MayHold(int first) {
    this.first = first;
  }

  /// `first` is the number of its first parameter.
  static MayHold of(Where where, int first) {
    MayHold mayHold = new MayHold(first);
    if (where instanceof Condition condition) {
      mayHold.sql = " AND (" + mayHold.of(condition) + " OR instr(json, '\\') > 0)";
    }
    return mayHold;
  }

  /// Begins with AND where there is anything.
  String sql() {
    return sql;
  }

  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < texts.size(); i++) {
      statement.setString(first + i, texts.get(i));
    }
  }

  private String of(Condition condition) {
    return switch (condition) {
      case Condition.In in -> any(in.texts().stream().map(this::stands).toList());
      case Condition.Contains contains -> stands(contains.text());
      case Condition.HasPrefix prefix -> stands(prefix.text());
      case Condition.Exists exists ->
          stands(exists.field().substring(exists.field().lastIndexOf('.') + 1));
      case Condition.Not not -> "1";
      case Condition.AllOf all -> all(all.conditions().stream().map(this::of).toList());
      case Condition.AnyOf any -> any(any.conditions().stream().map(this::of).toList());
    };
  }

  /// Digits may be those of a number, which has several spellings.
  private String stands(String text) {
    if (NUMBER.matcher(text).matches()) {
      return "1";
    }
    texts.add(text);
    return "instr(json, ?" + (first + texts.size() - 1) + ") > 0";
  }

  private static String any(List<String> parts) {
    return parts.isEmpty() ? "0" : "(" + String.join(" OR ", parts) + ")";
  }

  private static String all(List<String> parts) {
    return parts.isEmpty() ? "1" : "(" + String.join(" AND ", parts) + ")";
  }
}
