package io.tapevault.cli.tokens;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.Rows;
import io.tapevault.cli.output.Rows.Column;
import io.tapevault.cli.output.Rows.Columns;
import io.tapevault.cli.vault.OutputFormat;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault tokens`: who may come in without a signature.
@Command(
    name = "tokens",
    description = "Issues tokens to shippers and readers that cannot sign, and revokes them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TokensCommand.Create.class, TokensCommand.Ls.class, TokensCommand.Revoke.class})
public final class TokensCommand implements Runnable {

  private static final String PATH = "/v1/tokens";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw Output.wrong(spec, "Say what: 'tapevault tokens create', 'ls' or 'revoke'");
  }

  enum Scope {
    ingest,
    read
  }

  /// Who does it.
  static final class By {
    @Option(
        names = "--by",
        paramLabel = "NAME",
        description =
            "Who. Default: the user of this machine. On AWS it is who signs, in any case.")
    private String by = System.getProperty("user.name", "");

    void write(JsonGenerator json) throws IOException {
      json.writeStringField("by", by);
    }
  }

  @Command(
      name = "create",
      description = {
        "Issues a token, and prints it: nobody can ever see it again.",
        "Standard output holds the token alone, what is said about it is on standard error."
      },
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @Mixin private VaultAddress vault = new VaultAddress();
    @Mixin private By by = new By();

    @Parameters(
        paramLabel = "NAME",
        description = "What is known of who shows it: letters, digits, '.', '_' and '-'.")
    private String name = "";

    @Option(
        names = "--scope",
        required = true,
        split = ",",
        paramLabel = "SCOPE",
        description = "ingest, read, or both: ingest,read.")
    private List<Scope> scopes = new ArrayList<>();

    @Option(
        names = "--expires-in",
        paramLabel = "DURATION",
        defaultValue = "365d",
        description = "Such as 12h or 90d, or forever. Default: ${DEFAULT-VALUE}")
    private String expiresIn = "365d";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      byte[] body =
          Json.object(json -> {
            json.writeStringField("name", name);
            json.writeArrayFieldStart("scopes");
            for (Scope scope : scopes) {
              json.writeString(scope.name());
            }
            json.writeEndArray();
            json.writeStringField("expires_in", expiresIn);
            by.write(json);
          });
      JsonNode issued = vault.ask("POST", PATH, body);
      Output.err(spec)
          .println(
              "token %s (%s) of %s, %s: it is printed this once"
                  .formatted(
                      issued.path("id").asText(),
                      words(issued.path("scopes")),
                      issued.path("name").asText(),
                      issued.has("expires")
                          ? "until " + issued.path("expires").asText()
                          : "for ever"));
      PrintWriter out = Output.of(spec).text();
      out.println(issued.path("token").asText());
      out.flush();
      return 0;
    }

    private static String words(JsonNode scopes) {
      List<String> words = new ArrayList<>();
      scopes.forEach(scope -> words.add(scope.asText()));
      return String.join(",", words);
    }
  }

  @Command(
      name = "ls",
      description = "Lists all tokens, those too that count no more.",
      mixinStandardHelpOptions = true)
  static final class Ls implements Callable<Integer> {
    private static final List<Column> TABLE =
        List.of(
            Column.of("id", 16, "id"),
            Column.of("name", 16, "name"),
            Column.of("scopes", 11, "scopes"),
            Column.of("state", 7, "state"),
            Column.of("expires", 20, "expires"),
            Column.of("last used", 20, "last_used"),
            Column.of("created", 20, "created.at"),
            Column.of("by", 0, "created.by"));

    private static final Columns COLUMNS = new Columns("tokens", TABLE, TABLE);

    @Mixin private VaultAddress vault = new VaultAddress();

    @Mixin private OutputFormat format = new OutputFormat();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      Rows rows = Rows.of(format.of(vault), COLUMNS, Output.of(spec).terminal());
      String next = "";
      do {
        JsonNode page = vault.get(PATH + (next.isEmpty() ? "" : "?after=" + next));
        for (JsonNode token : page.path("tokens")) {
          rows.row(token.toString());
        }
        next = VaultAddress.encoded(page.path("next").asText());
      } while (!next.isEmpty());
      rows.end();
      return 0;
    }
  }

  @Command(
      name = "revoke",
      description = "Revokes a token: at once on one machine, within 60 seconds on AWS.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Mixin private VaultAddress vault = new VaultAddress();
    @Mixin private By by = new By();

    @Parameters(paramLabel = "ID", description = "The token's id, as ls shows it.")
    private String id = "";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (id.startsWith("tv_")) {
        throw Output.wrong(
            spec, "That begins like the token itself: say its id, as 'tapevault tokens ls' does");
      }
      JsonNode revoked =
          vault.ask(
              "POST", PATH + "/" + VaultAddress.encoded(id) + "/revoke", Json.object(by::write));
      Output.of(spec)
          .text()
          .printf(
              "%s  %s  revoked %s by %s%n",
              revoked.path("id").asText(),
              revoked.path("name").asText(),
              revoked.at("/revoked/at").asText(),
              revoked.at("/revoked/by").asText());
      return 0;
    }
  }
}
