package io.tapevault.cli.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.cli.output.Output;
import io.tapevault.node.NodeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tapevault node status`: asks the node of this machine how it is.
@Command(
    name = "status",
    description = {
      "Asks the node that runs on this machine how it is.",
      "Exit status: 0 it is well, 1 it does not answer, 4 something keeps it, or lies in quarantine."
    },
    mixinStandardHelpOptions = true)
final class NodeStatusCommand implements Callable<Integer> {

  private static final int TROUBLE = 4;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int MOST = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/tapevault/node.yaml",
      description = "The node's settings, which say where to ask. Default: ${DEFAULT-VALUE}")
  private Path config = Path.of("node.yaml");

  @Option(names = "--json", description = "Prints what the node answers, as JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    String answer = ask(NodeConfig.read(config, System.getenv()).metrics());
    JsonNode status = JSON.readTree(answer);
    PrintWriter out = Output.of(spec).text();
    if (json) {
      out.println(answer.strip());
    } else {
      print(status, out);
    }
    out.flush();
    return status.path("troubles").isEmpty() ? 0 : TROUBLE;
  }

  private static String ask(InetSocketAddress address) throws IOException {
    String host = address.getAddress().getHostAddress();
    URI uri =
        URI.create(
            "http://"
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + address.getPort()
                + "/status");
    try {
      if (uri.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection) {
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try (InputStream in = connection.getInputStream()) {
          return new String(in.readNBytes(MOST), UTF_8);
        }
      }
      throw new IOException("it is no HTTP");
    } catch (IOException e) {
      throw new IOException(
          "no node answers at "
              + uri
              + ": is it running, with this configuration? "
              + e.getMessage(),
          e);
    }
  }

  private static void print(JsonNode status, PrintWriter out) {
    out.println(
        "The node "
            + status.path("node").asText()
            + ", up "
            + status.path("up_seconds").asLong()
            + " s");
    status
        .properties()
        .forEach(part -> {
          JsonNode progress = part.getValue();
          if (progress.isObject()) {
            out.printf(
                "  %-11s %d wait (%d bytes, %d s%s), %d confirmed, %d in quarantine%n",
                part.getKey(),
                progress.path("pending").asLong(),
                progress.path("pending_bytes").asLong(),
                progress.path("oldest_seconds").asLong(),
                why(progress.path("oldest_waits_because").asText()),
                progress.path("confirmed").asLong(),
                progress.path("quarantined").asLong());
          }
        });
    status.path("troubles").forEach(trouble -> out.println("  ! " + trouble.asText()));
  }

  private static String why(String oldest) {
    return oldest.isEmpty() ? "" : ": " + oldest;
  }
}
