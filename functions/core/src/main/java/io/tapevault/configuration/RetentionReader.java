package io.tapevault.configuration;

import io.tapevault.configuration.VaultConfig.Kept;
import io.tapevault.settings.Durations;
import io.tapevault.settings.Retention;
import io.tapevault.settings.Retention.Kind;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.YamlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads for how long kinds of events, and recordings, stay.
final class RetentionReader {

  private static final String PATH = "storage.retention";

  private final Faults faults;

  RetentionReader(Faults faults) {
    this.faults = faults;
  }

  Kept read(YamlSection retention) {
    List<Kind> kinds = new ArrayList<>();
    List<Yaml> list = retention.list("kinds");
    for (int i = 0; i < list.size(); i++) {
      kind(PATH + ".kinds[" + i + "]", list.get(i)).ifPresent(kinds::add);
    }
    Kept kept = new Kept(kinds, keep(retention, "recordings").orElse(Kept.DEFAULT.recordings()));
    retention.end();
    return kept;
  }

  private Optional<Kind> kind(String path, Yaml yaml) {
    YamlSection section = YamlSection.of(path, yaml, faults);
    Set<String> types = Set.copyOf(texts(path, section, "types"));
    List<String> prefixes = texts(path, section, "prefixes");
    Optional<Retention> keep = keep(section, "keep");
    section.end();
    if (types.isEmpty() && prefixes.isEmpty()) {
      faults.add(yaml.line(), path + " names neither types nor prefixes");
    }
    if (keep.isEmpty()) {
      faults.add(yaml.line(), path + " does not say for how long to keep them");
    }
    return keep.map(retention -> new Kind(types, prefixes, retention));
  }

  private List<String> texts(String path, YamlSection section, String member) {
    List<String> texts = new ArrayList<>();
    for (Yaml item : section.list(member)) {
      if (item instanceof Yaml.Scalar scalar
          && scalar.kind() == Yaml.Kind.TEXT
          && !scalar.text().isBlank()) {
        texts.add(scalar.text());
      } else {
        faults.add(item.line(), path + "." + member + " holds something else than a text");
      }
    }
    return texts;
  }

  private static Optional<Retention> keep(YamlSection section, String member) {
    return section.text(
        member,
        "is no duration such as 90d, nor the word forever",
        text -> {
          if (!text.equals("forever") && Durations.parse(text).isZero()) {
            throw new IllegalArgumentException();
          }
          return Retention.parse(text);
        });
  }
}
