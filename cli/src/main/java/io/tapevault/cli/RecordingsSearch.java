package io.tapevault.cli;

import io.tapevault.cli.Rows.Column;
import io.tapevault.cli.Rows.Columns;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault recordings search`: where words stood on screens.
@Command(
    name = "search",
    description = {
      "Finds the lines that readers of terminals saw in which all of these words stand, in all recordings of a vault:"
          + " the newest session first, with the second of the recording. \"Words in quotation marks\" stand beside each other.",
      "Who looks for what is an event.",
      "Exit status: 0 done, whether or not there are some; 1 failed; 2 not used rightly."
    },
    mixinStandardHelpOptions = true)
final class RecordingsSearch implements Callable<Integer> {

  private static final Duration A_YEAR = Duration.ofDays(365);
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final int PAGE = 100;

  private static final Columns COLUMNS =
      new Columns(
          "hits",
          List.of(
              Column.of("SESSION", 36, "sid"),
              Column.of("START", 20, "start"),
              Column.of("AT", 9, "at"),
              Column.of("USER", 12, "user"),
              Column.of("LINE", 0, "line")),
          List.of(
              Column.of("sid", 0, "sid"),
              Column.of("start", 0, "start"),
              Column.of("at", 0, "at"),
              Column.of("user", 0, "user"),
              Column.of("server", 0, "server"),
              Column.of("line", 0, "line")));

  @Mixin private VaultAddress vault = new VaultAddress();

  @Parameters(paramLabel = "WORD", arity = "1..*", description = "What is looked for.")
  private List<String> words = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "In sessions begun from when on: " + Moment.SYNTAX + ".")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "In sessions begun until when, this moment not included.")
  private @Nullable Instant to;

  @Option(names = "--user", paramLabel = "NAME", description = "In those of this user.")
  private @Nullable String user;

  @Option(names = "--server", paramLabel = "NAME", description = "In those on this server.")
  private @Nullable String server;

  @Mixin private Limit limit = new Limit();

  @Mixin private OutputFormat format = new OutputFormat();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int most = limit.of(spec);
    Rows rows = Rows.of(format.of(vault), COLUMNS, Output.of(spec).terminal());
    boolean left =
        new Pages(vault, "/v1/search", "hits", PAGE).each(query(Instant.now()), most, rows::row);
    rows.end();
    if (left) {
      Output.err(spec).println("there may be more: --limit, --from and --to");
    }
    return 0;
  }

  private Map<String, String> query(Instant now) {
    Map<String, String> query = new TreeMap<>();
    query.put("q", String.join(" ", words));
    query.put("from", (from == null ? now.minus(A_YEAR) : from).toString());
    query.put("to", (to == null ? now.plus(A_DAY) : to).toString());
    if (user != null) {
      query.put("user", user);
    }
    if (server != null) {
      query.put("server", server);
    }
    return query;
  }
}
