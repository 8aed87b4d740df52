package io.tapevault.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.Rows;
import io.tapevault.cli.output.Rows.Column;
import io.tapevault.cli.output.Rows.Columns;
import io.tapevault.cli.output.Rows.Format;
import io.tapevault.cli.vault.Listing;
import io.tapevault.cli.vault.OutputFormat;
import io.tapevault.cli.vault.Pages;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.json.HarmlessJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault sessions`: who was where, and whether there is something to watch.
@Command(
    name = "sessions",
    description = "Finds sessions, with and without recordings.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SessionsCommand.Ls.class, SessionsCommand.Show.class})
public final class SessionsCommand {

  private static final Columns COLUMNS =
      new Columns(
          "sessions",
          List.of(
              Column.of("SESSION", 36, "sid"),
              Column.of("START", 20, "start"),
              Column.of("END", 20, "end"),
              Column.of("KIND", 7, "kind"),
              Column.of("STATE", 12, "state", "no_recording"),
              Column.of("USER", 12, "user"),
              Column.of("SERVER", 0, "server")),
          List.of(
              Column.of("sid", 0, "sid"),
              Column.of("kind", 0, "kind"),
              Column.of("state", 0, "state", "no_recording"),
              Column.of("user", 0, "user"),
              Column.of("login", 0, "login"),
              Column.of("server", 0, "server"),
              Column.of("cluster_name", 0, "cluster_name"),
              Column.of("start", 0, "start"),
              Column.of("end", 0, "end"),
              Column.of("participants", 0, "participants"),
              Column.of("size", 0, "recordings.size", "recording.size"),
              Column.of("sha256", 0, "recordings.sha256"),
              Column.of("format", 0, "recordings.format", "recording.content.format")));

  private SessionsCommand() {}

  @Command(
      name = "ls",
      description = {
        "Lists sessions, the newest first. All that is asked for has to hold.",
        "Exit status: 0 done, whether or not there are some; 1 failed; 2 not used rightly."
      },
      mixinStandardHelpOptions = true)
  static final class Ls implements Callable<Integer> {
    @Mixin private VaultAddress vault = new VaultAddress();
    @Mixin private SessionFilter filter = new SessionFilter();
    @Mixin private Listing listing = new Listing();

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "recorded, not-recorded, running, awaited or missing.")
    private @Nullable String state;

    @Override
    public Integer call() throws IOException, InterruptedException {
      listing.print(
          Pages.sessions(vault),
          filter.query(Instant.now(), state),
          COLUMNS,
          "--limit, --from and --to");
      return 0;
    }
  }

  @Command(
      name = "show",
      description = {
        "Shows what is known of a session.",
        "Exit status: 0 done, 1 failed, or there is no such session, 2 not used rightly."
      },
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin private VaultAddress vault = new VaultAddress();

    @Parameters(paramLabel = "SESSION", description = "The session, as its events name it.")
    private String session = "";

    @Mixin private OutputFormat format = new OutputFormat();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      String told = vault.text("/v1/sessions/" + VaultAddress.encoded(session));
      Output out = Output.of(spec);
      Format chosen = format.of(vault);
      switch (chosen) {
        case table -> print("", JSON.readTree(told), out);
        case json, ndjson -> out.terminal().println(HarmlessJson.line(told));
        case csv -> {
          Rows rows = Rows.of(chosen, COLUMNS, out.terminal());
          rows.row(told);
          rows.end();
        }
      }
      return 0;
    }

    private static void print(String outer, JsonNode told, Output out) {
      told.properties()
          .forEach(one -> {
            if (one.getValue().isObject()) {
              print(outer + one.getKey() + '.', one.getValue(), out);
            } else {
              String value =
                  one.getValue().isTextual()
                      ? one.getValue().asText().replace("\n", "\\n")
                      : one.getValue().toString();
              out.text().printf("%-26s %s%n", outer + one.getKey(), value);
            }
          });
    }
  }
}
