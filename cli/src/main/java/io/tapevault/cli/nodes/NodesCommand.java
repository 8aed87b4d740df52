package io.tapevault.cli.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.VaultAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tapevault nodes`: the nodes of a vault.
@Command(
    name = "nodes",
    description = "Shows the nodes that a vault hears of.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = NodesCommand.Ls.class)
public final class NodesCommand {

  private NodesCommand() {}

  public enum Format {
    table,
    json
  }

  @Command(
      name = "ls",
      description = {
        "Lists every node that was heard within 30 days.",
        "Exit status: 0 all are well, 1 the vault does not answer, 4 one is silent or in trouble."
      },
      mixinStandardHelpOptions = true)
  public static final class Ls implements Callable<Integer> {

    private static final int NOT_WELL = 4;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROW = "%-32s %-8s  %-24s  %7s  %9s  %11s  %s%n";

    @Mixin private VaultAddress vault = new VaultAddress();

    @Option(
        names = "--output",
        paramLabel = "FORMAT",
        defaultValue = "table",
        description = "table, or json. Default: ${DEFAULT-VALUE}")
    private Format format = Format.table;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      List<JsonNode> nodes = nodes(vault);
      nodes.sort(Comparator.comparing(node -> node.path("name").asText()));
      PrintWriter out = Output.of(spec).text();
      switch (format) {
        case json -> {
          ObjectNode all = JSON.createObjectNode();
          all.set("nodes", new ArrayNode(JSON.getNodeFactory(), nodes));
          out.println(all);
        }
        case table -> print(nodes, out);
      }
      out.flush();
      return nodes.stream().allMatch(node -> node.path("state").asText().equals("well"))
          ? 0
          : NOT_WELL;
    }

    public static List<JsonNode> nodes(VaultAddress vault)
        throws IOException, InterruptedException {
      List<JsonNode> nodes = new ArrayList<>();
      JsonNode page = vault.get("/v1/nodes");
      page.path("nodes").forEach(nodes::add);
      while (page.has("cursor")) {
        page = vault.get("/v1/nodes?cursor=" + VaultAddress.encoded(page.path("cursor").asText()));
        page.path("nodes").forEach(nodes::add);
      }
      return nodes;
    }

    private static void print(List<JsonNode> nodes, PrintWriter out) {
      out.printf(ROW, "NODE", "STATE", "HEARD", "PENDING", "OLDEST", "QUARANTINED", "VERSION");
      for (JsonNode node : nodes) {
        out.printf(
            ROW,
            node.path("name").asText(),
            node.path("state").asText(),
            node.path("heard").asText(),
            node.path("pending").asText(),
            node.path("oldest_seconds").asText() + " s",
            node.path("quarantined").asText(),
            node.path("version").asText());
        node.path("troubles").forEach(trouble -> out.println("  ! " + trouble.asText()));
      }
    }
  }
}
