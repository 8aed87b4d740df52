package io.tapevault.infra;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.forwarding.SinkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The list of SIEMs, each as in every other configuration. No fault repeats an address or a
/// secret.
final class Siems {

  // It is part of the names of queues and functions.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,29}");

  private Siems() {}

  /// Reads the list, and adds to `faults` what is wrong with it.
  static List<SinkSpec> list(JsonNode json, List<String> faults) {
    List<SinkSpec> siems = new ArrayList<>();
    if (!json.isArray()) {
      faults.add("it is not a JSON list such as [{\"name\":\"soc\",\"webhook\":\"https://…\"}]");
      return siems;
    }
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < json.size(); i++) {
      Map<String, String> wrong = new TreeMap<>();
      SinkSpec.read(members(json.get(i)), wrong)
          .ifPresent(siem -> {
            check(siem, wrong);
            if (!names.add(siem.name())) {
              wrong.put(SinkSpec.NAME, "another SIEM has the same");
            }
            siems.add(siem);
          });
      String entry = "entry " + i + ": ";
      wrong.forEach((member, fault) -> faults.add(entry + member + ": " + fault));
    }
    return siems;
  }

  /// What is no text is as good as empty.
  private static Map<String, String> members(JsonNode entry) {
    Map<String, String> members = new TreeMap<>();
    entry.propertyStream().forEach(one -> members.put(one.getKey(), one.getValue().asText("")));
    return members;
  }

  private static void check(SinkSpec siem, Map<String, String> wrong) {
    if (!NAME.matcher(siem.name()).matches()) {
      wrong.put(SinkSpec.NAME, "it is not 1 to 30 of a-z, 0-9 and -, from a letter on");
    }
    if (!siem.address().startsWith("https://")) {
      wrong.put(siem.type().word(), "it is not an https URL");
    }
  }
}
