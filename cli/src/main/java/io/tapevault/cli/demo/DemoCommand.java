package io.tapevault.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.process.StopSignal;
import io.tapevault.cli.process.TemporaryFolder;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tapevault demo`: the whole system in a temporary folder, and the main job done with it.
@Command(
    name = "demo",
    description =
        "Starts the whole system in a temporary folder, does the main job in front of you, and"
            + " leaves nothing behind.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

  /// How the result is printed.
  enum Format {
    text,
    json
  }

  @Option(names = "--keep", description = "Stay up afterwards, until Ctrl-C.")
  private boolean keep;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text, or json: then the last line is one JSON object. Default: ${DEFAULT-VALUE}")
  private Format format = Format.text;

  @Option(
      names = "--samples",
      paramLabel = "DIR",
      defaultValue = "${sys:tapevault.samples:-events-samples}",
      description = "Where the samples are. Default: ${DEFAULT-VALUE}")
  private Path samples = Path.of("events-samples");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Output output = Output.of(spec);
    PrintWriter out = output.text();
    try (StopSignal stop = StopSignal.listen();
        TemporaryFolder folder = TemporaryFolder.create("tapevault-demo-");
        DemoWebhook webhook = DemoWebhook.start();
        LocalVault vault = LocalVault.start(config(folder.path(), webhook), folder.path(), 0);
        DemoClient client = new DemoClient(vault.uri())) {
      out.println(
          "Tapevault listens on " + vault.uri() + ", and keeps everything in " + folder.path());
      Demo.Counts counts = new Demo(client, webhook, samples, output).run();
      report(counts, vault.uri(), out);
      if (keep) {
        stop.await();
      }
    }
    return 0;
  }

  private static LocalConfig config(Path data, DemoWebhook webhook) {
    return LocalConfig.defaults(data).with(SinkSpec.webhook("demo", webhook.uri(), null));
  }

  private void report(Demo.Counts counts, URI vault, PrintWriter out) throws IOException {
    out.println();
    out.println(
        "Read back: "
            + counts.accepted()
            + " accepted, "
            + counts.duplicates()
            + " duplicates, "
            + counts.stored()
            + " stored, "
            + counts.delivered()
            + " delivered, "
            + counts.recordings()
            + " recordings.");
    out.println(
        keep
            ? "Each step again:"
            : "Each step again, with `tapevault demo --keep` or `tapevault local` listening"
                + " there:");
    steps(vault).forEach(line -> out.println("  " + line));
    if (keep) {
      out.println("It stays up at " + vault + " until Ctrl-C.");
    }
    if (format == Format.json) {
      out.println(new ObjectMapper().writeValueAsString(counts));
    }
    out.flush();
  }

  private List<String> steps(URI vault) {
    String sid = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
    return List.of(
        "curl -s "
            + vault
            + "/v1/events --data-binary @"
            + samples.resolve("accepted/session.start.json"),
        "curl -s '"
            + vault
            + "/v1/events?from=2000-01-01T00:00:00Z&type=session.start,session.end&limit=10'",
        "curl -s "
            + vault
            + "/v1/recordings/"
            + sid
            + "/uploads -d"
            + " '{\"size\":10240,\"sha256\":\"2d0b3b6a0c0ae8d05256be2f0f732cdc14730bc1d9c841a7621653a8bcbda7bf\"}'",
        "curl -s -T "
            + samples.resolve("recordings/" + sid + ".2018.tar")
            + " '<the url of the ticket>'",
        "curl -s " + vault + "/v1/sessions/" + sid,
        "curl -s " + vault + "/v1/sessions/" + sid + "/events",
        "curl -s " + vault + "/v1/sessions/" + sid + "/recording -o session.tar",
        "curl -s --compressed "
            + vault
            + "/v1/sessions/"
            + sid
            + "/recording.cast -o session.cast   # asciinema play session.cast");
  }
}
