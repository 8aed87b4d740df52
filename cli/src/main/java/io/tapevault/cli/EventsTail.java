package io.tapevault.cli;

import io.tapevault.cli.Rows.Format;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Events as they come.
@Command(
    name = "tail",
    description = {
      "Prints events as they come, until it is interrupted, each once.",
      "Exit status: 1 the vault did not answer at first or refuses, 2 not used rightly,",
      "130 interrupted, 141 nobody reads the output any more."
    },
    mixinStandardHelpOptions = true)
final class EventsTail implements Callable<Integer> {

  private static final Duration A_DAY = Duration.ofDays(1);

  @Mixin private VaultAddress vault = new VaultAddress();
  @Mixin private EventFilter filter = new EventFilter();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, ndjson or csv. Default: ${DEFAULT-VALUE}")
  private Format format = Format.table;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "How often the vault is asked. Default: ${DEFAULT-VALUE}")
  private int every = 2;

  @Option(
      names = "--late",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description =
          "How much older than the newest one an event may be when it comes. All of this is asked"
              + " for each time. Default: ${DEFAULT-VALUE}")
  private int late = 300;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    PrintWriter err = Output.err(spec);
    Seen seen = new Seen(filter.from(Instant.now()), Duration.ofSeconds(late));
    Rows rows = Rows.of(format, filter.columns(), Output.of(spec).terminal());
    turn(rows, seen);
    String trouble = "";
    while (true) {
      Thread.sleep(Duration.ofSeconds(every));
      try {
        turn(rows, seen);
        trouble = "";
      } catch (IOException e) {
        // What was not seen is asked for again, so that nothing is lost over it.
        String said = String.valueOf(e.getMessage());
        if (!said.equals(trouble)) {
          err.println("tapevault: " + said + "; it goes on asking");
        }
        trouble = said;
      }
    }
  }

  private void turn(Rows rows, Seen seen) throws IOException, InterruptedException {
    Instant now = Instant.now();
    Pages.events(vault)
        .each(
            filter.between(seen.from(), now.plus(A_DAY)),
            Long.MAX_VALUE,
            json -> {
              if (seen.isNew(json, now)) {
                rows.row(json);
              }
            });
    rows.flush();
  }

  private void check() {
    String wrong =
        format == Format.json
            ? "--output json has an end, and tail has none: take ndjson"
            : every < 1 ? "--every is 1 or more" : late < 0 ? "--late is 0 or more" : "";
    if (!wrong.isEmpty()) {
      throw Output.wrong(spec, wrong);
    }
  }
}
