package io.tapevault.configuration;

import io.tapevault.configuration.VaultConfig.Siem;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.Yaml.Kind;
import io.tapevault.yaml.Yaml.Member;
import io.tapevault.yaml.YamlSection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads the list of SIEMs. No fault that it names repeats an address or a secret.
final class SiemReader {

  private static final String PAUSE = "pause";

  private final ConfigReader.Place place;
  private final Faults faults;
  private final Set<String> names = new HashSet<>();

  SiemReader(ConfigReader.Place place, Faults faults) {
    this.place = place;
    this.faults = faults;
  }

  List<Siem> read(List<Yaml> list) {
    List<Siem> siems = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String path = "forward[" + i + "]";
      switch (list.get(i)) {
        case Yaml.Mapping entry -> siems.addAll(entry(path, entry));
        case Yaml other ->
            faults.add(
                other.line(), path + " is no mapping such as {name: soc, webhook: https://…}");
      }
    }
    return siems;
  }

  private List<Siem> entry(String path, Yaml.Mapping entry) {
    boolean paused = pause(path, entry);
    Map<String, String> texts = new TreeMap<>();
    Map<String, String> wrong = new TreeMap<>();
    Map<String, String> kinds = new TreeMap<>();
    entry
        .members()
        .forEach((member, value) -> {
          if (!member.equals(PAUSE)) {
            texts.put(member, text(member, value.value(), kinds));
          }
        });
    List<Siem> read =
        SinkSpec.read(texts, wrong).stream()
            .peek(siem -> check(siem, wrong))
            .map(siem -> new Siem(siem, paused))
            .toList();
    wrong.putAll(kinds);
    wrong.forEach(
        (member, fault) -> faults.add(line(entry, member), path + "." + member + ": " + fault));
    return read;
  }

  private boolean pause(String path, Yaml.Mapping entry) {
    Member pause = entry.members().get(PAUSE);
    Map<String, Member> only = new LinkedHashMap<>();
    if (pause != null) {
      only.put(PAUSE, pause);
    }
    return YamlSection.of(path, new Yaml.Mapping(entry.line(), only), faults)
        .flag(PAUSE)
        .orElse(false);
  }

  private static String text(String member, Yaml value, Map<String, String> kinds) {
    if (value instanceof Yaml.Scalar scalar
        && (scalar.kind() == Kind.TEXT || scalar.kind() == Kind.NULL)) {
      return scalar.kind() == Kind.TEXT ? scalar.text() : "";
    }
    kinds.put(SinkSpec.shown(member), "it is no text; a number or true has to stand in quotes");
    return "";
  }

  private void check(SinkSpec siem, Map<String, String> wrong) {
    try {
      place.siem(siem);
    } catch (IllegalArgumentException e) {
      wrong.put(siem.type().word(), String.valueOf(e.getMessage()));
    }
    if (!names.add(siem.name())) {
      wrong.put(SinkSpec.NAME, "another SIEM has the same");
    }
  }

  private static int line(Yaml.Mapping entry, String member) {
    Member there = entry.members().get(member);
    return there == null ? entry.line() : there.line();
  }
}
