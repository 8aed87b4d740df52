package io.tapevault.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line.
@Command(
    name = "tapevault",
    description = "Keeps audit events and session recordings.",
    mixinStandardHelpOptions = true,
    version = "tapevault 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LocalCommand.class, DemoCommand.class},
    footer = {
      "",
      "Exit status: 0 done, 1 failed, 2 not used rightly.",
      "",
      "  tapevault demo                          the main job, in front of you, in under a minute",
      "  tapevault local --data ./vault          the whole system on this machine",
      "  tapevault test                          everything that CI runs"
    })
public final class Tapevault {

  private Tapevault() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Tapevault())
        .setExecutionExceptionHandler((trouble, command, result) -> failed(command.getErr(), trouble))
        .execute(args);
  }

  private static int failed(PrintWriter err, Exception trouble) {
    err.println("tapevault: " + (trouble.getMessage() == null ? trouble.toString() : trouble.getMessage()));
    return 1;
  }
}
