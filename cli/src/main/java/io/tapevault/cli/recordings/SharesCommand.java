package io.tapevault.cli.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.Rows;
import io.tapevault.cli.output.Rows.Column;
import io.tapevault.cli.output.Rows.Columns;
import io.tapevault.cli.vault.OutputFormat;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.cli.vault.Why;
import io.tapevault.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault recordings shares`: the links to a recording.
@Command(
    name = "shares",
    description = "Lists the links to a recording, and takes them back.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SharesCommand.Ls.class, SharesCommand.Revoke.class})
final class SharesCommand {

  private static final Columns COLUMNS =
      new Columns(
          "shares",
          List.of(
              Column.of("SHARE", 16, "id"),
              Column.of("STATE", 7, "state"),
              Column.of("EXPIRES", 24, "expires"),
              Column.of("BY", 20, "created.by"),
              Column.of("REASON", 0, "created.reason")),
          List.of(
              Column.of("id", 0, "id"),
              Column.of("state", 0, "state"),
              Column.of("expires", 0, "expires"),
              Column.of("created_by", 0, "created.by"),
              Column.of("created_at", 0, "created.at"),
              Column.of("reason", 0, "created.reason"),
              Column.of("revoked_by", 0, "revoked.by"),
              Column.of("revoked_at", 0, "revoked.at")));

  private SharesCommand() {}

  @Command(
      name = "ls",
      description = "Lists the links to a recording, the newest first, also those that are over.",
      mixinStandardHelpOptions = true)
  static final class Ls implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = "The session, as its events name it.")
    private String session = "";

    @Mixin private OutputFormat format = new OutputFormat();

    @Mixin private VaultAddress vault = new VaultAddress();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      JsonNode shares = vault.get(RecordingsShare.path(session)).path("shares");
      Rows rows = Rows.of(format.of(vault), COLUMNS, Output.of(spec).terminal());
      for (JsonNode share : shares) {
        rows.row(share.toString());
      }
      rows.end();
      return 0;
    }
  }

  @Command(
      name = "revoke",
      description = "Takes a link back: it leads nowhere from then on.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SESSION", description = "The session.")
    private String session = "";

    @Parameters(index = "1", paramLabel = "SHARE", description = "As 'shares ls' names it.")
    private String share = "";

    @Mixin private Why why = new Why();
    @Mixin private VaultAddress vault = new VaultAddress();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      String path = RecordingsShare.path(session) + "/" + VaultAddress.encoded(share) + "/revoke";
      JsonNode revoked = vault.ask("POST", path, Json.object(why::write)).path("revoked");
      Output.of(spec)
          .text()
          .printf(
              "%s revoked %s by %s: %s%n",
              share,
              revoked.path("at").asText(),
              revoked.path("by").asText(),
              revoked.path("reason").asText());
      return 0;
    }
  }
}
