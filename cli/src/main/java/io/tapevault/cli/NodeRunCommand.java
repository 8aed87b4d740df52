package io.tapevault.cli;

import io.tapevault.node.Node;
import io.tapevault.node.NodeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    NodeConfig settings = NodeConfig.read(config, System.getenv());
    PrintWriter out = Output.log(spec);
    try (StopSignal stop = StopSignal.listen();
        Node node = Node.start(settings, System.getenv(), line -> say(out, line))) {
      say(out, "The node " + settings.node() + " ships to " + settings.vault());
      settings.auditLog().forEach(log -> say(out, "  audit log   " + log));
      settings.recordings().forEach(folder -> say(out, "  recordings  " + folder));
      say(out, "  status      http://127.0.0.1:" + node.port() + "/status");
      say(out, "Ctrl-C ends it.");
      Thread shown = Thread.ofVirtual().start(new UploadProgress(node, out)::run);
      Optional<String> trouble = stop.await(node::await);
      shown.interrupt();
      if (trouble.isPresent()) {
        throw new IOException(trouble.get());
      }
      return 0;
    }
  }

  private static void say(PrintWriter out, String line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}
