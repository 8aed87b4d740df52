package io.tapevault.cli.nodes;

import io.tapevault.cli.output.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tapevault node`: what runs beside a node or proxy.
@Command(
    name = "node",
    description = "Ships what a node or proxy writes: its audit log and its recordings.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {NodeRunCommand.class, NodeStatusCommand.class})
public final class NodeCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw Output.wrong(spec, "Say what: 'tapevault node run' or 'tapevault node status'");
  }
}
