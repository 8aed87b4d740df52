package io.tapevault.configuration;

import io.tapevault.configuration.VaultConfig.Siem;
import io.tapevault.forwarding.SinkReader;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.Yaml.Member;
import io.tapevault.yaml.YamlSection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    Map<String, Member> members = new LinkedHashMap<>(entry.members());
    members.remove(PAUSE);
    Optional<SinkSpec> spec =
        SinkReader.read(path, new Yaml.Mapping(entry.line(), members), faults);
    spec.ifPresent(siem -> check(path, entry, siem));
    return spec.map(siem -> new Siem(siem, paused)).stream().toList();
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

  private void check(String path, Yaml.Mapping entry, SinkSpec siem) {
    try {
      place.siem(siem);
    } catch (IllegalArgumentException e) {
      SinkReader.fault(path, entry, siem.type().word(), String.valueOf(e.getMessage()), faults);
    }
    if (!names.add(siem.name())) {
      SinkReader.fault(path, entry, SinkSpec.NAME, "another SIEM has the same", faults);
    }
  }
}
