package io.tapevault.cli.events;

import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.Listing;
import io.tapevault.cli.vault.Moment;
import io.tapevault.cli.vault.Pages;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.json.HarmlessJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault events`: what happened.
@Command(
    name = "events",
    description = "Finds audit events in a vault, follows them, takes them along.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EventsCommand.Search.class,
      EventsTail.class,
      EventsExport.class,
      EventsCommand.Get.class
    })
public final class EventsCommand {

  private EventsCommand() {}

  @Command(
      name = "search",
      description = {
        "Lists events, the newest first.",
        "Exit status: 0 done, whether or not something was found; 1 failed; 2 not used rightly."
      },
      mixinStandardHelpOptions = true)
  static final class Search implements Callable<Integer> {
    // A clock may run ahead.
    private static final Duration A_DAY = Duration.ofDays(1);

    @Mixin private VaultAddress vault = new VaultAddress();
    @Mixin private Listing listing = new Listing();
    @Mixin private EventFilter filter = new EventFilter();

    @Option(
        names = "--to",
        paramLabel = "TIME",
        converter = Moment.class,
        description = "Until when, this moment not included.")
    private @Nullable Instant to;

    @Override
    public Integer call() throws IOException, InterruptedException {
      listing.print(
          Pages.events(vault),
          filter.until(to == null ? Instant.now().plus(A_DAY) : to),
          filter.columns(),
          "--limit, or tapevault events export");
      return 0;
    }
  }

  @Command(
      name = "get",
      description = {
        "Prints one event as JSON, by its uid, or by where a page says that it is.",
        "An event of a session is looked for by time, the newest first, for 20 seconds: where"
            + " there are very many events, --from and --to around its time find it at once.",
        "Exit status: 0 done, 1 failed, 2 not used rightly."
      },
      mixinStandardHelpOptions = true)
  static final class Get implements Callable<Integer> {
    @Mixin private VaultAddress vault = new VaultAddress();

    @Parameters(
        paramLabel = "EVENT",
        description = "Its uid; or where it is, as a page says: /v1/events/….")
    private String event = "";

    @Option(
        names = "--from",
        paramLabel = "TIME",
        converter = Moment.class,
        description = "Look from then on: " + Moment.SYNTAX + ". Default: a year ago")
    private @Nullable Instant from;

    @Option(
        names = "--to",
        paramLabel = "TIME",
        converter = Moment.class,
        description = "Look until then. Default: tomorrow")
    private @Nullable Instant to;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      String reference = event.startsWith("/v1/events/") ? event.substring(11) : event;
      PrintWriter out = Output.of(spec).terminal();
      String path = "/v1/events/" + VaultAddress.encoded(reference) + query();
      out.println(HarmlessJson.line(vault.large(path)));
      return 0;
    }

    private String query() {
      StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
      if (from != null) {
        query.add("from=" + VaultAddress.encoded(from.toString()));
      }
      if (to != null) {
        query.add("to=" + VaultAddress.encoded(to.toString()));
      }
      return query.toString();
    }
  }
}
