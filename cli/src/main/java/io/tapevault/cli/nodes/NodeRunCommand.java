package io.tapevault.cli.nodes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tapevault node run`: ships until it is told to stop.
@Command(
    name = "run",
    description = {
      "Ships until it is told to stop: Ctrl-C or SIGTERM let what is under way come to its end.",
      "Exit status: 130 or 143 it was told to stop, 1 it cannot go on; the last line says why."
    },
    mixinStandardHelpOptions = true)
final class NodeRunCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/tapevault/node.yaml",
      description = "The node's settings, as YAML. Default: ${DEFAULT-VALUE}")
  private Path config = Path.of("node.yaml");

  @Override
  public Integer call() throws IOException {
    NodeRunning.run(config);
    return 0;
  }
}
