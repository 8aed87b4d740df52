package io.tapevault.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.cli.nodes.NodesCommand.Format;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.Finding;
import io.tapevault.cli.vault.VaultAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tapevault doctor`: what somebody who keeps a vault has to look at, and what to do about it.
@Command(
    name = "doctor",
    description = {
      "Looks at a vault's settings, SIEMs, nodes, recordings and at what was parked; of one on AWS "
          + "also at its alarms, its keys, its access log and whether uploads are told of.",
      "With --end-to-end or --stage it also sends one marked event and one recording of a line, "
          + "which stay in the vault, finds them, plays and verifies them.",
      "Exit status: 0 all is well, 1 the vault does not answer, 4 there is something to look at."
    },
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {

  private static final int TO_LOOK_AT = 4;

  @Mixin private VaultAddress vault = new VaultAddress();

  @Option(
      names = "--end-to-end",
      description = "Also sends one event and one recording, and finds both again.")
  private boolean endToEnd;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = {
        "The deployment on AWS of this stage, end to end: --vault aws:Tapevault-STAGE.",
        "That without a stage is --vault aws:Tapevault --end-to-end."
      })
  private @Nullable String stage;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Format format = Format.table;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (stage != null) {
      vault.isStage(stage);
    }
    List<Finding> findings = new ArrayList<>(new Examination(vault).findings());
    findings.addAll(vault.onAws());
    if (endToEnd || stage != null) {
      findings.addAll(new EndToEnd(vault).findings());
    }
    PrintWriter out = Output.of(spec).text();
    switch (format) {
      case json -> out.println(json(findings));
      case table -> findings.forEach(finding -> print(finding, out));
    }
    out.flush();
    return findings.stream().allMatch(Finding::well) ? 0 : TO_LOOK_AT;
  }

  private static void print(Finding finding, PrintWriter out) {
    out.printf("%-4s %-11s %s%n", finding.well() ? "ok" : "!", finding.about(), finding.what());
    if (!finding.todo().isEmpty()) {
      out.printf("%-16s %s%n", "", finding.todo());
    }
  }

  private static JsonNode json(List<Finding> findings) {
    ObjectMapper json = new ObjectMapper();
    return json.createObjectNode()
        .put("well", findings.stream().allMatch(Finding::well))
        .set("findings", json.valueToTree(findings));
  }
}
