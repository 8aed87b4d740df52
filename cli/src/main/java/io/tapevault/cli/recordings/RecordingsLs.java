package io.tapevault.cli.recordings;

import io.tapevault.cli.output.Rows.Column;
import io.tapevault.cli.output.Rows.Columns;
import io.tapevault.cli.sessions.SessionFilter;
import io.tapevault.cli.vault.Listing;
import io.tapevault.cli.vault.Pages;
import io.tapevault.cli.vault.VaultAddress;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tapevault recordings ls`: what there is to watch.
@Command(
    name = "ls",
    description = {
      "Lists the sessions that have a recording, the newest first. All that is asked for has to hold.",
      "Exit status: 0 done, whether or not there are some; 1 failed; 2 not used rightly."
    },
    mixinStandardHelpOptions = true)
final class RecordingsLs implements Callable<Integer> {

  private static final Columns COLUMNS =
      new Columns(
          "sessions",
          List.of(
              Column.of("SESSION", 36, "sid"),
              Column.of("UPLOADED", 24, "recordings.uploaded"),
              Column.of("SIZE", 10, "recordings.size"),
              Column.of("FORMAT", 14, "recordings.format"),
              Column.of("USER", 12, "user"),
              Column.of("SERVER", 0, "server")),
          List.of(
              Column.of("sid", 0, "sid"),
              Column.of("uploaded", 0, "recordings.uploaded"),
              Column.of("size", 0, "recordings.size"),
              Column.of("sha256", 0, "recordings.sha256"),
              Column.of("format", 0, "recordings.format"),
              Column.of("kind", 0, "kind"),
              Column.of("user", 0, "user"),
              Column.of("login", 0, "login"),
              Column.of("server", 0, "server"),
              Column.of("start", 0, "start"),
              Column.of("end", 0, "end")));

  @Mixin private VaultAddress vault = new VaultAddress();
  @Mixin private SessionFilter filter = new SessionFilter();
  @Mixin private Listing listing = new Listing();

  @Override
  public Integer call() throws IOException, InterruptedException {
    listing.print(
        Pages.sessions(vault),
        filter.query(Instant.now(), "recorded"),
        COLUMNS,
        "--limit, --from and --to");
    return 0;
  }
}
