package io.tapevault.forwarding;

import io.tapevault.forwarding.redaction.Redaction;
import io.tapevault.forwarding.secrets.SecretReference;
import io.tapevault.forwarding.selection.Filter;
import io.tapevault.forwarding.selection.Selection;
import io.tapevault.forwarding.selection.Selection.Wanted;
import io.tapevault.json.FieldValues;
import io.tapevault.predicate.Condition;
import io.tapevault.predicate.Predicates;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.Yaml.Kind;
import io.tapevault.yaml.YamlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads `filter`, `redact` and `format` of a SIEM.
final class TreatmentReader {

  /// The members that it reads.
  static final Set<String> MEMBERS = Set.of("filter", "redact", "format");

  private final String path;
  private final Faults faults;

  private TreatmentReader(String path, Faults faults) {
    this.path = path;
    this.faults = faults;
  }

  /// `path` is what messages call the SIEM.
  static Treatment read(String path, YamlSection siem, Faults faults) {
    TreatmentReader reader = new TreatmentReader(path.isEmpty() ? "" : path + ".", faults);
    return new Treatment(
        reader.selection(siem.section("filter")),
        reader.redaction(siem.section("redact")),
        siem.text("format", "is none of raw, ecs, ocsf and cef", Format::of).orElse(Format.RAW));
  }

  private Selection selection(YamlSection filter) {
    YamlSection exclude = filter.section("exclude");
    Selection selection =
        new Selection(
            filter(filter, "filter"),
            filter(exclude, "filter.exclude"),
            wanted(filter.textOrList("where")));
    exclude.end();
    filter.end();
    return selection;
  }

  private Filter filter(YamlSection section, String name) {
    return new Filter(
        texts(section, name, "types"),
        texts(section, name, "prefixes"),
        texts(section, name, "codes"),
        texts(section, name, "users"));
  }

  /// Each is a predicate, or says a condition by members of its own.
  private List<Wanted> wanted(List<Yaml> list) {
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String name = "filter.where[" + i + "]";
      if (list.get(i) instanceof Yaml.Scalar scalar && scalar.kind() == Kind.TEXT) {
        wanted.addAll(predicate(scalar, name));
      } else {
        YamlSection one = YamlSection.of(path + name, list.get(i), faults);
        condition(one, name).forEach(condition -> wanted.add(new Wanted(condition, "")));
        one.end();
      }
    }
    return wanted;
  }

  private List<Wanted> predicate(Yaml.Scalar scalar, String name) {
    try {
      return List.of(new Wanted(Predicates.parse(scalar.text()), scalar.text()));
    } catch (Predicates.NotValid e) {
      faults.add(scalar.line(), path + name + " is no predicate: " + e.getMessage());
      return List.of();
    }
  }

  private List<Condition> condition(YamlSection one, String name) {
    Optional<String> field = one.text("field");
    Optional<String> equals = one.scalar("equals").map(TreatmentReader::compared);
    List<String> oneOf = scalars(one, name, "one_of");
    Optional<Boolean> exists = one.flag("exists");
    List<Condition> said =
        field.stream()
            .flatMap(of ->
                Stream.of(
                        equals.map(text -> new Condition.In(of, List.of(text))),
                        Optional.of(new Condition.In(of, oneOf))
                            .filter(some -> !some.texts().isEmpty()),
                        exists.map(wanted -> exists(of, wanted)))
                    .<Condition>flatMap(Optional::stream))
            .toList();
    if (said.size() != 1) {
      one.fault("field", "has to name a field, with one of equals, one_of and exists beside it");
    }
    return said;
  }

  /// In the spelling in which a [Condition] compares it.
  private static String compared(Yaml.Scalar scalar) {
    return switch (scalar.kind()) {
      case INTEGER, FLOAT -> FieldValues.number(scalar.text());
      case BOOLEAN -> scalar.text().toLowerCase(Locale.ROOT);
      case TEXT, NULL -> scalar.text();
    };
  }

  private static Condition exists(String field, boolean wanted) {
    Condition there = new Condition.Exists(field);
    return wanted ? there : new Condition.Not(there);
  }

  private Redaction redaction(YamlSection redact) {
    List<String> drop = fields(redact, "drop");
    List<String> mask = fields(redact, "mask");
    List<String> hash = fields(redact, "hash");
    Optional<String> key = redact.text("key");
    if (!hash.isEmpty() && key.filter(text -> !text.isBlank()).isEmpty()) {
      redact.fault("hash", "needs a key beside it: a secret, without which a hash can be guessed");
    }
    key.ifPresent(text -> {
      try {
        SecretReference.parse(text);
      } catch (IllegalArgumentException e) {
        redact.fault("key", String.valueOf(e.getMessage()));
      }
    });
    redact.end();
    return new Redaction(drop, mask, hash, key.orElse(null));
  }

  private List<String> fields(YamlSection redact, String member) {
    List<String> fields = texts(redact, "redact", member);
    if (fields.stream().anyMatch(Redaction.KEPT::contains)) {
      redact.fault(
          member,
          "holds one of " + Redaction.KEPT + ", by which a SIEM tells one event from another");
    }
    return fields;
  }

  private List<String> texts(YamlSection section, String name, String member) {
    return items(section, name, member, Set.of(Kind.TEXT), "a text");
  }

  private List<String> scalars(YamlSection section, String name, String member) {
    Set<Kind> kinds = Set.of(Kind.TEXT, Kind.INTEGER, Kind.FLOAT, Kind.BOOLEAN);
    return items(section, name, member, kinds, "a text, a number, or true or false");
  }

  private List<String> items(
      YamlSection section, String name, String member, Set<Kind> kinds, String wanted) {
    List<String> texts = new ArrayList<>();
    List<Yaml> list = section.list(member);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Yaml.Scalar scalar && kinds.contains(scalar.kind())) {
        texts.add(compared(scalar));
      } else {
        faults.add(list.get(i).line(), path + name + "." + member + "[" + i + "] is not " + wanted);
      }
    }
    return texts;
  }
}
