package io.tapevault.cli;

import picocli.CommandLine.Command;

/// `tapevault recordings`: what can be done with a recording on this machine, without a vault.
@Command(
    name = "recordings",
    description = "Plays and converts recordings of sessions.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RecordingsConvert.class, RecordingsPlay.class})
final class RecordingsCommand {
  private RecordingsCommand() {}
}
