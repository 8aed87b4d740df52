package io.tapevault.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.cli.vault.Why;
import io.tapevault.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault holds`: the sessions that stay past their retention.
@Command(
    name = "holds",
    description = "Holds sessions past their retention, and releases them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {HoldsCommand.Ls.class, HoldsCommand.Place.class, HoldsCommand.Release.class})
public final class HoldsCommand {

  private HoldsCommand() {}

  /// Which session, who and why.
  static final class Said {

    @Parameters(paramLabel = "SESSION", description = "The session, as its events name it.")
    private String session = "";

    @Mixin private Why why = new Why();

    void ask(VaultAddress vault, String path, @Nullable CommandSpec spec)
        throws IOException, InterruptedException {
      byte[] body = Json.object(why::write);
      print(
          vault.ask("POST", "/v1/sessions/" + VaultAddress.encoded(session) + path, body),
          Output.of(spec).text());
    }
  }

  @Command(
      name = "ls",
      description = "Lists the sessions that are held.",
      mixinStandardHelpOptions = true)
  static final class Ls implements Callable<Integer> {
    @Mixin private VaultAddress vault = new VaultAddress();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      PrintWriter out = Output.of(spec).text();
      String next = "";
      do {
        String after = next.isEmpty() ? "" : "?after=" + VaultAddress.encoded(next);
        JsonNode page = vault.get("/v1/holds" + after);
        page.path("holds").forEach(hold -> print(hold, out));
        next = page.path("next").asText();
      } while (!next.isEmpty());
      return 0;
    }
  }

  @Command(
      name = "place",
      description = "Holds a session; one that is held stays as it is.",
      mixinStandardHelpOptions = true)
  static final class Place implements Callable<Integer> {
    @Mixin private VaultAddress vault = new VaultAddress();
    @Mixin private Said said = new Said();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      said.ask(vault, "/hold", spec);
      return 0;
    }
  }

  @Command(
      name = "release",
      description = "Ends a hold: the session expires when it would have.",
      mixinStandardHelpOptions = true)
  static final class Release implements Callable<Integer> {
    @Mixin private VaultAddress vault = new VaultAddress();
    @Mixin private Said said = new Said();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      said.ask(vault, "/hold/release", spec);
      return 0;
    }
  }

  private static void print(JsonNode hold, PrintWriter out) {
    out.println(hold.path("sid").asText());
    hold.properties()
        .forEach(said -> {
          if (said.getValue().isObject()) {
            out.printf(
                "  %-8s %s by %s: %s%n",
                said.getKey(),
                said.getValue().path("at").asText(),
                said.getValue().path("by").asText(),
                said.getValue().path("reason").asText());
          }
        });
  }
}
