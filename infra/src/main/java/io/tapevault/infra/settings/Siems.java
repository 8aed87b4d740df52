package io.tapevault.infra.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.forwarding.SinkReader;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.secrets.SecretReference;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.JsonYaml;
import io.tapevault.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The list of SIEMs, each as in every other configuration. No fault repeats an address or a
/// secret.
final class Siems {

  // It is part of the names of queues and functions.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,29}");

  static final String FORM = "[{\"name\":\"soc\",\"webhook\":\"https://…\"}]";

  private static final String IN_THE_TEMPLATE =
      "it would stand in the template for all to read; name the ARN of a secret of Secrets Manager,"
          + " or of a parameter, instead";

  private static final String CUT_OFF =
      "the ARN of a secret ends with - and six characters: take it as Secrets Manager shows it";

  private Siems() {}

  /// Of a document; faults have their lines.
  static List<SinkSpec> read(String path, List<Yaml> list, Faults wrong) {
    List<SinkSpec> siems = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < list.size(); i++) {
      siem(path + "[" + i + "]", list.get(i), names, wrong).ifPresent(siems::add);
    }
    return siems;
  }

  /// Of the context.
  static List<SinkSpec> list(String key, JsonNode json, Faults faults) {
    List<SinkSpec> siems = new ArrayList<>();
    if (!json.isArray()) {
      faults.add(1, key + ": it is not a JSON list such as " + FORM);
      return siems;
    }
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < json.size(); i++) {
      Faults wrong = new Faults();
      siem("", JsonYaml.read("SIEM", json.get(i).toString()), names, wrong).ifPresent(siems::add);
      String entry = key + ": entry " + i + ": ";
      wrong.withoutLines().forEach(fault -> faults.add(1, entry + fault));
    }
    return siems;
  }

  private static Optional<SinkSpec> siem(String path, Yaml yaml, Set<String> names, Faults wrong) {
    if (!(yaml instanceof Yaml.Mapping entry)) {
      wrong.add(yaml.line(), path.isEmpty() ? "it is no object" : path + " is no mapping");
      return Optional.empty();
    }
    Optional<SinkSpec> read = SinkReader.read(path, entry, wrong);
    read.ifPresent(siem -> {
      check(path, siem, entry, wrong);
      if (!names.add(siem.name())) {
        SinkReader.fault(path, entry, SinkSpec.NAME, "another SIEM has the same", wrong);
      }
    });
    return read;
  }

  private static void check(String path, SinkSpec siem, Yaml.Mapping entry, Faults wrong) {
    if (!NAME.matcher(siem.name()).matches()) {
      SinkReader.fault(
          path,
          entry,
          SinkSpec.NAME,
          "it is not 1 to 30 of a-z, 0-9 and -, from a letter on",
          wrong);
    }
    Target.of(siem)
        .fault()
        .ifPresent(fault -> SinkReader.fault(path, entry, siem.type().word(), fault, wrong));
    for (String member : siem.literalSecrets()) {
      SinkReader.fault(path, entry, member, IN_THE_TEMPLATE, wrong);
    }
    String key = siem.treatment().redaction().key();
    if (key != null && SecretReference.parse(key).isEmpty()) {
      SinkReader.fault(path, entry, "redact", "key: " + IN_THE_TEMPLATE, wrong);
    }
    if (siem.references().stream().anyMatch(Siems::isOfOneMachine)) {
      SinkReader.fault(
          path, entry, SinkSpec.SECRET, "env: and file: name secrets on one machine only", wrong);
    }
    if (siem.references().stream().anyMatch(Siems::isCutOff)) {
      SinkReader.fault(path, entry, SinkSpec.SECRET, CUT_OFF, wrong);
    }
  }

  /// The right to read a secret holds for its whole ARN only.
  private static boolean isCutOff(SecretReference reference) {
    return reference instanceof SecretReference.InSecretsManager(String arn, var _, var _)
        && !arn.matches(".*-[A-Za-z0-9]{6}");
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
