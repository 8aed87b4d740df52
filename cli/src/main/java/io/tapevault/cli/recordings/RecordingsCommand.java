package io.tapevault.cli.recordings;

import picocli.CommandLine.Command;

/// `tapevault recordings`: what can be done with a recording, of this machine or of a vault.
@Command(
    name = "recordings",
    description = "Finds, plays, fetches, shares, uploads and converts recordings of sessions.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RecordingsLs.class,
      RecordingsSearch.class,
      RecordingsPlay.class,
      RecordingsGet.class,
      RecordingsUpload.class,
      RecordingsShare.class,
      SharesCommand.class,
      RecordingsConvert.class
    })
public final class RecordingsCommand {
  private RecordingsCommand() {}
}
