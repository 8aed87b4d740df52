package io.tapevault.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.VaultAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault parked`: what could not be stored or delivered. All of it comes from others: nothing
/// of it acts on a terminal.
@Command(
    name = "parked",
    description = "Shows what was refused, by the vault or by a SIEM, and tries it once more.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ParkedCommand.Ls.class, ParkedCommand.Show.class, ParkedCommand.Retry.class})
public final class ParkedCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw Output.wrong(spec, "Say what: 'tapevault parked ls', 'show' or 'retry'");
  }

  @Command(
      name = "ls",
      description = "Lists what was parked on a day.",
      mixinStandardHelpOptions = true)
  static final class Ls implements Callable<Integer> {
    @Mixin private VaultAddress vault = new VaultAddress();

    @Option(names = "--day", paramLabel = "DAY", description = "In UTC. Default: today")
    private LocalDate day = LocalDate.now(ZoneOffset.UTC);

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most.")
    private int limit = 100;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      JsonNode answer = vault.ask("GET", "/v1/parked?day=" + day + "&limit=" + limit);
      PrintWriter out = Output.of(spec).text();
      for (JsonNode one : answer.path("parked")) {
        out.printf(
            "%s  %-16s %-13s %9d bytes  %s%n",
            one.path("id").asText(),
            one.path("reason").asText(),
            one.path("door").asText("-"),
            one.path("bytes").asLong(),
            oneLine(one.path("detail").asText()));
      }
      if (answer.path("parked").isEmpty()) {
        Output.err(spec).println("nothing was parked on " + day);
      }
      out.flush();
      return 0;
    }
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ').replace('\t', ' ');
  }

  @Command(
      name = "show",
      description = "Prints one of them: why it was parked, and what it is.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private VaultAddress vault = new VaultAddress();

    @Parameters(index = "0", paramLabel = "DAY", description = "The day, such as 2026-03-01.")
    private LocalDate day = LocalDate.EPOCH;

    @Parameters(index = "1", paramLabel = "ID", description = "As ls shows it.")
    private String id = "";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      JsonNode one = vault.ask("GET", path(day, id));
      Output.err(spec)
          .println(
              one.path("reason").asText()
                  + (one.has("door") ? " at " + one.path("door").asText() : "")
                  + ": "
                  + oneLine(one.path("detail").asText()));
      PrintWriter out = Output.of(spec).text();
      out.println(one.has("text") ? one.path("text").asText() : one.path("base64").asText());
      out.flush();
      return 0;
    }
  }

  @Command(
      name = "retry",
      description = {
        "Sends to its SIEM again what that refused; stores what can be read now.",
        "Exit status: 0 it is on its way or stored, 1 no answer, 4 it is refused as before."
      },
      mixinStandardHelpOptions = true)
  static final class Retry implements Callable<Integer> {

    private static final int REFUSED = 4;

    @Mixin private VaultAddress vault = new VaultAddress();

    @Parameters(index = "0", paramLabel = "DAY", description = "The day, such as 2026-03-01.")
    private LocalDate day = LocalDate.EPOCH;

    @Parameters(index = "1", paramLabel = "ID", description = "As ls shows it.")
    private String id = "";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      JsonNode answer = vault.ask("POST", path(day, id) + "/retry");
      String outcome = answer.path("outcome").asText();
      Output.of(spec)
          .text()
          .println(
              switch (outcome) {
                case "asked" -> "it goes to " + answer.path("sink").asText() + " again";
                case "stored" -> "it is stored now";
                case "duplicate" -> "it is in the log already";
                default -> "it is refused as before: " + oneLine(answer.path("detail").asText());
              });
      return outcome.equals("refused") ? REFUSED : 0;
    }
  }

  private static String path(LocalDate day, String id) {
    return "/v1/parked/" + day + "/" + VaultAddress.encoded(id);
  }
}
