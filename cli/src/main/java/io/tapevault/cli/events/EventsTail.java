package io.tapevault.cli.events;

import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.Rows;
import io.tapevault.cli.output.Rows.Format;
import io.tapevault.cli.vault.Pages;
import io.tapevault.cli.vault.VaultAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
      "Exit status: 1 the vault did not answer at first or refuses, 2 not used rightly, "
          + "130 interrupted, 141 nobody reads the output any more."
    },
    mixinStandardHelpOptions = true)
final class EventsTail implements Callable<Integer> {

  private static final int A_DAY = 86_400;

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
              + " for each time; a day is the most. Default: ${DEFAULT-VALUE}")
  private int late = 300;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    PrintWriter err = Output.err(spec);
    Seen seen = new Seen(filter.from(Instant.now()), Duration.ofSeconds(late));
    Rows rows = Rows.of(format, filter.columns(), Output.of(spec).terminal());
    Map<String, String> asked = following(seen);
    turn(rows, seen, asked);
    String trouble = "";
    while (true) {
      Thread.sleep(Duration.ofSeconds(every));
      try {
        turn(rows, seen, asked);
        trouble = "";
      } catch (IOException e) {
        // What was not seen is asked for again, so that nothing is lost over it. The vault may not
        // know the cursor any more.
        asked = following(seen);
        String said = String.valueOf(e.getMessage());
        if (!said.equals(trouble)) {
          err.println("tapevault: " + said + "; it goes on asking");
        }
        trouble = said;
      }
    }
  }

  private Map<String, String> following(Seen seen) {
    Map<String, String> asked = filter.since(seen.from());
    asked.put("follow", Integer.toString(late));
    return asked;
  }

  /// Up to what there is now; the next turn goes on behind.
  private void turn(Rows rows, Seen seen, Map<String, String> asked)
      throws IOException, InterruptedException {
    Instant now = Instant.now();
    Pages.Page page;
    do {
      page = Pages.events(vault).page(asked);
      for (String json : page.elements()) {
        if (seen.isNew(json, now)) {
          rows.row(json);
        }
      }
      asked.put("cursor", page.cursor());
    } while (page.more());
    seen.forget();
    rows.flush();
  }

  private void check() {
    String wrong =
        format == Format.json
            ? "--output json has an end, and tail has none: take ndjson"
            : every < 1
                ? "--every is 1 or more"
                : late < 0 || late > A_DAY ? "--late is 0 to " + A_DAY : "";
    if (!wrong.isEmpty()) {
      throw Output.wrong(spec, wrong);
    }
  }
}
