package io.tapevault.cli.events;

import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.Rows;
import io.tapevault.cli.output.Rows.Format;
import io.tapevault.cli.output.SafeText;
import io.tapevault.cli.vault.Moment;
import io.tapevault.cli.vault.Pages;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.json.FieldValues;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Every event of a time, to standard output. One event is held at a time, however many there are.
@Command(
    name = "export",
    description = {
      "Prints every event of a time, the oldest first, the large ones too.",
      "Exit status: 0 all of them are printed, 1 failed, and what is printed is not all, "
          + "2 not used rightly, 141 nobody reads the output any more."
    },
    mixinStandardHelpOptions = true)
final class EventsExport implements Callable<Integer> {

  private static final String CLEAR = "\r\u001b[K";
  private static final int OFTEN = 1_000;

  @Mixin private VaultAddress vault = new VaultAddress();
  @Mixin private EventFilter filter = new EventFilter();

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Until when, this moment not included. Default: now")
  private @Nullable Instant to;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "ndjson",
      description = "table, json, ndjson or csv. Default: ${DEFAULT-VALUE}")
  private Format format = Format.ndjson;

  @Spec private @Nullable CommandSpec spec;

  // The progress is on standard error, and for a terminal only.
  private final boolean terminal = Output.isTerminal();
  private long printed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Rows rows = Rows.of(format, filter.columns(), Output.of(spec).terminal());
    ExportedLines lines =
        new ExportedLines(json -> {
          rows.row(json);
          printed++;
          progress(json);
        });
    String query = Pages.spelled(filter.until(to == null ? Instant.now() : to));
    vault.receive("/v1/events.ndjson?" + query, lines);
    lines.end();
    rows.end();
    if (terminal) {
      System.err.print(CLEAR);
    }
    return 0;
  }

  private void progress(String json) {
    if (terminal && printed % OFTEN == 0) {
      String time =
          FieldValues.of(json, Set.of("time")).getOrDefault("time", List.of("")).stream()
              .findFirst()
              .orElse("");
      System.err.print(CLEAR + printed + " events, up to " + SafeText.harmless(time).strip());
      System.err.flush();
    }
  }
}
