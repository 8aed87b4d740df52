package io.tapevault.forwarding;

import io.tapevault.forwarding.secrets.SecretReference;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.Yaml.Kind;
import io.tapevault.yaml.Yaml.Mapping;
import io.tapevault.yaml.Yaml.Member;
import io.tapevault.yaml.YamlSection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the settings of one SIEM, wherever they stand. No fault repeats an address or a secret.
public final class SinkReader {

  static final String BEGIN = "begin";

  private SinkReader() {}

  /// `path` is what messages call the SIEM. What is wrong is added to `faults`; empty where there
  /// is no SIEM to speak of.
  public static Optional<SinkSpec> read(String path, Mapping entry, Faults faults) {
    Map<String, Member> texts = new LinkedHashMap<>();
    Map<String, Member> others = new LinkedHashMap<>();
    entry
        .members()
        .forEach((name, member) ->
            (TreatmentReader.MEMBERS.contains(name) || name.equals(BEGIN) ? others : texts)
                .put(name, member));
    YamlSection section = YamlSection.of(path, new Mapping(entry.line(), others), faults);
    Treatment treatment = TreatmentReader.read(path, section, faults);
    Begin begin =
        section
            .text(
                BEGIN,
                "is none of oldest, now and a time such as 2026-03-01T00:00:00Z",
                Begin::parse)
            .orElse(new Begin.Oldest());
    Map<String, String> wrong = new TreeMap<>();
    Map<String, String> kinds = new TreeMap<>();
    Optional<SinkSpec> spec = SinkSpec.read(texts(texts, kinds), wrong);
    wrong.putAll(kinds);
    wrong.forEach((name, fault) -> fault(path, entry, name, fault, faults));
    return spec.map(
        one -> new SinkSpec(one.name(), one.type(), one.options(), one.secret(), treatment, begin));
  }

  /// Adds what is wrong with a member of the entry.
  public static void fault(String path, Mapping entry, String name, String fault, Faults faults) {
    Member there = entry.members().get(name);
    faults.add(
        there == null ? entry.line() : there.line(),
        (path.isEmpty() ? "" : path + ".") + name + ": " + fault);
  }

  private static Map<String, String> texts(Map<String, Member> members, Map<String, String> wrong) {
    Map<String, String> texts = new TreeMap<>();
    members.forEach((name, member) -> {
      if (member.value() instanceof Yaml.Scalar scalar
          && (scalar.kind() == Kind.TEXT || scalar.kind() == Kind.NULL)) {
        texts.put(name, scalar.kind() == Kind.TEXT ? scalar.text() : "");
      } else {
        texts.put(name, "");
        wrong.put(SinkSpec.shown(name), "it is no text; a number or true has to stand in quotes");
      }
    });
    texts.forEach((name, text) -> {
      try {
        SecretReference.parse(text);
      } catch (IllegalArgumentException e) {
        wrong.put(SinkSpec.shown(name), String.valueOf(e.getMessage()));
      }
    });
    return texts;
  }
}
