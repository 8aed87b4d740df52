package io.tapevault.yaml;

import java.util.List;
import java.util.Map;

/// A value of a YAML document, and the line in which it begins. What stands there is kept as it is
/// written.
public sealed interface Yaml {

  int line();

  /// What `kind` makes of a scalar is for the reader to decide; `text` is what is written.
  record Scalar(int line, String text, Kind kind) implements Yaml {}

  record Sequence(int line, List<Yaml> items) implements Yaml {}

  /// In the order in which the members stand there.
  record Mapping(int line, Map<String, Member> members) implements Yaml {}

  /// A member of a mapping, and the line of its name.
  record Member(int line, Yaml value) {}

  /// What a word is by the core schema of YAML 1.2. What is quoted is a text; so are `on`, `no`,
  /// and `12:30`.
  enum Kind {
    TEXT,
    NULL,
    BOOLEAN,
    INTEGER,
    FLOAT
  }
}
