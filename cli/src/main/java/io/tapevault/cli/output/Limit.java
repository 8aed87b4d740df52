package io.tapevault.cli.output;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// How many a list shows at most.
public final class Limit {

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many. Default: ${DEFAULT-VALUE}")
  private int limit = 100;

  public int of(@Nullable CommandSpec spec) {
    if (limit < 1) {
      throw Output.wrong(
          spec,
          "Invalid value for option '--limit': " + limit + "; it is a whole number from 1 on");
    }
    return limit;
  }
}
