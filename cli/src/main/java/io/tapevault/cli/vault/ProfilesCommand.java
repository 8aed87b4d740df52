package io.tapevault.cli.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.Rows;
import io.tapevault.cli.output.Rows.Column;
import io.tapevault.cli.output.Rows.Columns;
import io.tapevault.cli.output.Rows.Format;
import io.tapevault.cli.process.Environment;
import io.tapevault.cli.vault.Profiles.Setting;
import io.tapevault.cli.vault.Profiles.Value;
import io.tapevault.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault profiles`: which vaults there are by name, and what holds for them.
@Command(
    name = "profiles",
    description = "Shows the profiles: vaults by name, and who asks them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ProfilesCommand.Ls.class, ProfilesCommand.Show.class})
public final class ProfilesCommand {

  private ProfilesCommand() {}

  private static Rows rows(@Nullable CommandSpec spec, Format format, Columns columns)
      throws IOException {
    return Rows.of(format, columns, Output.of(spec).terminal());
  }

  private static Columns columns(List<Column> columns) {
    List<Column> csv =
        columns.stream()
            .map(one -> new Column(one.name().toLowerCase(Locale.ROOT), 0, one.fields()))
            .toList();
    return new Columns("profiles", columns, csv);
  }

  private static String json(Map<String, String> members) {
    return new String(
        Json.object(json -> {
          for (Map.Entry<String, String> member : members.entrySet()) {
            json.writeStringField(member.getKey(), member.getValue());
          }
        }),
        UTF_8);
  }

  @Command(name = "ls", description = "Lists the profiles.", mixinStandardHelpOptions = true)
  static final class Ls implements Callable<Integer> {
    private static final Columns COLUMNS =
        columns(
            List.of(
                Column.of("PROFILE", 20, "profile"),
                Column.of("DEFAULT", 7, "default"),
                Column.of("VAULT", 0, "vault")));

    @Option(
        names = "--output",
        paramLabel = "FORMAT",
        defaultValue = "table",
        description = "table, json, ndjson or csv. Default: ${DEFAULT-VALUE}")
    private Format format = Format.table;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      Profiles profiles = Profiles.read(Environment.of(spec));
      Rows rows = rows(spec, format, COLUMNS);
      for (Map.Entry<String, Map<Setting, Value>> one : profiles.all().entrySet()) {
        Value vault = one.getValue().get(Setting.VAULT);
        rows.row(
            json(
                Map.of(
                    "profile",
                    one.getKey(),
                    "default",
                    one.getKey().equals(profiles.usual()) ? "yes" : "",
                    "vault",
                    vault == null ? "" : vault.text())));
      }
      rows.end();
      if (profiles.all().isEmpty()) {
        Output.err(spec).println("there are none in " + profiles.file());
      }
      return 0;
    }
  }

  @Command(
      name = "show",
      description = "Shows what holds where a profile is named, or none, and where it comes from.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    private static final Columns COLUMNS =
        columns(
            List.of(
                Column.of("KEY", 12, "key"),
                Column.of("VALUE", 40, "value"),
                Column.of("FROM", 0, "from")));

    @Parameters(
        paramLabel = "PROFILE",
        arity = "0..1",
        description = "Default: TAPEVAULT_PROFILE, or what the file says.")
    private String profile = "";

    @Option(
        names = "--output",
        paramLabel = "FORMAT",
        defaultValue = "table",
        description = "table, json, ndjson or csv. Default: ${DEFAULT-VALUE}")
    private Format format = Format.table;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      Asker asker = Asker.of(Map.of(), profile, Environment.of(spec));
      Rows rows = rows(spec, format, COLUMNS);
      for (Map.Entry<Setting, Value> one : asker.values().entrySet()) {
        rows.row(
            json(
                Map.of(
                    "key",
                    one.getKey().inFile,
                    "value",
                    one.getValue().text(),
                    "from",
                    one.getValue().from())));
      }
      rows.end();
      return 0;
    }
  }
}
