package io.tapevault.cli.vault;

import io.tapevault.cli.output.Rows.Format;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a command prints what a vault tells: as it is asked for, or as the profile of the vault
/// says.
public final class OutputFormat {

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "table, json, ndjson or csv. Default: what the profile says, or table")
  private @Nullable Format format;

  public Format of(VaultAddress vault) throws IOException {
    return vault.format(format);
  }
}
