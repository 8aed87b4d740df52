package io.tapevault.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.YamlLines;
import io.tapevault.siem.Sinks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads the list of SIEMs. No fault that it names repeats an address or a secret.
final class SiemList {

  private final YamlLines lines;
  private final List<String> faults;

  SiemList(YamlLines lines, List<String> faults) {
    this.lines = lines;
    this.faults = faults;
  }

  List<SinkSpec> read(JsonNode list) {
    if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
      faults.add(lines.at("/forward") + "forward is not a list");
      return List.of();
    }
    List<SinkSpec> siems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      int place = i;
      Map<String, String> wrong = new TreeMap<>();
      Map<String, String> kinds = new TreeMap<>();
      SinkSpec.read(members(list.get(i), kinds), wrong)
          .ifPresent(siem -> {
            check(siem, wrong);
            if (!names.add(siem.name())) {
              wrong.put(SinkSpec.NAME, "another SIEM has the same");
            }
            siems.add(siem);
          });
      wrong.putAll(kinds);
      wrong.forEach((member, fault) -> fault(place, member, fault));
    }
    return siems;
  }

  /// The members as texts; those of another kind are named in `kinds`.
  private static Map<String, String> members(JsonNode entry, Map<String, String> kinds) {
    Map<String, String> members = new TreeMap<>();
    if (!entry.isObject()) {
      kinds.put("name", "the entry is no mapping such as {name: soc, webhook: https://…}");
    }
    for (Map.Entry<String, JsonNode> member : entry.properties()) {
      JsonNode value = member.getValue();
      members.put(member.getKey(), value.isTextual() ? value.asText() : "");
      if (!value.isTextual() && !value.isNull()) {
        kinds.put(
            SinkSpec.shown(member.getKey()),
            "it is of the kind "
                + value.getNodeType().name().toLowerCase(Locale.ROOT)
                + ", and has to be a text");
      }
    }
    return members;
  }

  private static void check(SinkSpec siem, Map<String, String> wrong) {
    try {
      Sinks.check(siem);
    } catch (IllegalArgumentException e) {
      wrong.put(siem.type().word(), String.valueOf(e.getMessage()));
    }
  }

  private void fault(int place, String member, String fault) {
    String entry = "/forward/" + place;
    String line = lines.at(entry + "/" + member);
    String at = line.isEmpty() ? lines.at(entry) : line;
    faults.add(at + "forward[" + place + "]." + member + ": " + fault);
  }
}
