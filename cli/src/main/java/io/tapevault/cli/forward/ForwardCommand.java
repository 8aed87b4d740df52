package io.tapevault.cli.forward;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.VaultAddress;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tapevault forward`: how SIEMs are, and what became of the events for them.
@Command(
    name = "forward",
    description = "Shows how SIEMs are, sends them events once more, and makes them wait.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ForwardStatus.class,
      ForwardCommand.Replay.class,
      ForwardPause.Pause.class,
      ForwardPause.Resume.class
    })
public final class ForwardCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw Output.wrong(spec, "Say what: 'tapevault forward status', 'replay', 'pause' or 'resume'");
  }

  @Command(
      name = "replay",
      description = "Sends the events of a range of time to one SIEM once more.",
      mixinStandardHelpOptions = true)
  static final class Replay implements Callable<Integer> {
    @Mixin private VaultAddress vault = new VaultAddress();

    @Option(names = "--sink", required = true, paramLabel = "SIEM", description = "Its name.")
    private String sink = "";

    @Option(
        names = "--from",
        required = true,
        paramLabel = "TIME",
        description = "The first moment, such as 2026-03-01T00:00:00Z.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Up to before this. Default: now")
    private @Nullable String to;

    @Option(
        names = "--only-missing",
        description = "Only what is not known to be delivered, excluded, parked or lost.")
    private boolean onlyMissing;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      String path =
          "/v1/sinks/"
              + VaultAddress.encoded(sink)
              + "/replays?from="
              + VaultAddress.encoded(from)
              + (to == null ? "" : "&to=" + VaultAddress.encoded(to))
              + (onlyMissing ? "&only_missing=true" : "");
      JsonNode asked = vault.ask("POST", path);
      Output.of(spec)
          .text()
          .printf(
              "events from %s to %s go to %s once more; 'tapevault forward status %s' says how far that is%n",
              asked.path("from").asText(), asked.path("to").asText(), sink, sink);
      return 0;
    }
  }
}
