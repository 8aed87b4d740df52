package io.tapevault.infra;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.forwarding.SinkReader;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.secrets.SecretReference;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.JsonYaml;
import io.tapevault.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The list of SIEMs, each as in every other configuration. No fault repeats an address or a
/// secret.
final class Siems {

  // It is part of the names of queues and functions.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,29}");

  private static final String IN_THE_TEMPLATE =
      "it would stand in the template for all to read; name the ARN of a secret of Secrets Manager,"
          + " or of a parameter, instead";

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
      Faults wrong = new Faults();
      String text = json.get(i).toString();
      if (JsonYaml.read("SIEM", text) instanceof Yaml.Mapping entry) {
        SinkReader.read("", entry, wrong)
            .ifPresent(siem -> {
              check(siem, entry, wrong);
              if (!names.add(siem.name())) {
                SinkReader.fault("", entry, SinkSpec.NAME, "another SIEM has the same", wrong);
              }
              siems.add(siem);
            });
      } else {
        wrong.add(1, "it is no object");
      }
      String entry = "entry " + i + ": ";
      wrong.withoutLines().forEach(fault -> faults.add(entry + fault));
    }
    return siems;
  }

  private static void check(SinkSpec siem, Yaml.Mapping entry, Faults wrong) {
    if (!NAME.matcher(siem.name()).matches()) {
      SinkReader.fault(
          "", entry, SinkSpec.NAME, "it is not 1 to 30 of a-z, 0-9 and -, from a letter on", wrong);
    }
    Target.of(siem)
        .fault()
        .ifPresent(fault -> SinkReader.fault("", entry, siem.type().word(), fault, wrong));
    for (String member : siem.literalSecrets()) {
      SinkReader.fault("", entry, member, IN_THE_TEMPLATE, wrong);
    }
    String key = siem.treatment().redaction().key();
    if (key != null && SecretReference.parse(key).isEmpty()) {
      SinkReader.fault("", entry, "redact", "key: " + IN_THE_TEMPLATE, wrong);
    }
    if (siem.references().stream().anyMatch(Siems::isOfOneMachine)) {
      SinkReader.fault(
          "", entry, SinkSpec.SECRET, "env: and file: name secrets on one machine only", wrong);
    }
  }

  private static boolean isOfOneMachine(SecretReference reference) {
    return switch (reference) {
      case SecretReference.Environment variable -> true;
      case SecretReference.InFile file -> true;
      case SecretReference.InSecretsManager secret -> false;
      case SecretReference.InParameter parameter -> false;
    };
  }
}
