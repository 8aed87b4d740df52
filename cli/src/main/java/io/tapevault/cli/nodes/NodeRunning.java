package io.tapevault.cli.nodes;

import io.tapevault.cli.output.Failure;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.UploadProgress;
import io.tapevault.cli.process.StopSignal;
import io.tapevault.node.Node;
import io.tapevault.node.NodeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `tapevault node run` does. As a service begins it, it needs no command line, whose classes
/// would stay in memory beside the node for good: 17 MB of 85.
public final class NodeRunning {

  private NodeRunning() {}

  /// The settings, where that is all that was asked for: `node run --config FILE`.
  public static @Nullable Path plain(String... args) {
    boolean is = args.length == 4 && args[0].equals("node") && args[1].equals("run");
    return is && args[2].equals("--config") && !args[3].isEmpty() && args[3].charAt(0) != '-'
        ? Path.of(args[3])
        : null;
  }

  /// Ships until it is told to stop; answers the exit status.
  public static int withoutCommandLine(Path config) {
    try {
      run(config);
      return 0;
    } catch (IOException | RuntimeException e) {
      return Failure.said(new PrintWriter(System.err, true, System.err.charset()), e);
    }
  }

  static void run(Path config) throws IOException {
    NodeConfig settings = NodeConfig.read(config, System.getenv());
    PrintWriter out = Output.log(null);
    try (StopSignal stop = StopSignal.listen();
        Node node = Node.start(settings, System.getenv(), line -> say(out, line))) {
      say(out, "The node " + settings.node() + " ships to " + settings.vault());
      settings.auditLog().forEach(log -> say(out, "  audit log   " + log));
      settings.recordings().forEach(folder -> say(out, "  recordings  " + folder));
      say(out, "  status      http://127.0.0.1:" + node.port() + "/status");
      say(out, "Ctrl-C ends it.");
      Thread shown = Thread.ofPlatform().daemon().start(new UploadProgress(node, out)::run);
      Optional<String> trouble = stop.await(node::await);
      shown.interrupt();
      if (trouble.isPresent()) {
        throw new IOException(trouble.get());
      }
    }
  }

  private static void say(PrintWriter out, String line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}
