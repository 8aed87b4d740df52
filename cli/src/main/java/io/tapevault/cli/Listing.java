package io.tapevault.cli;

import io.tapevault.cli.Rows.Columns;
import io.tapevault.cli.Rows.Format;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// In which order a list is printed, how much of it, and how.
final class Listing {

  enum Order {
    asc,
    desc
  }

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "desc",
      description = "asc or desc, by time. Default: ${DEFAULT-VALUE}")
  private Order order = Order.desc;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many. Default: ${DEFAULT-VALUE}")
  private int limit = 100;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "table, json, ndjson or csv. Default: what the profile says, or table")
  private @Nullable Format format;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /// `more` says what to do where that is not all.
  void print(Pages pages, Map<String, String> query, Columns columns, String more)
      throws IOException, InterruptedException {
    if (limit < 1) {
      throw Output.wrong(
          spec,
          "Invalid value for option '--limit': " + limit + "; it is a whole number from 1 on");
    }
    Map<String, String> asked = new TreeMap<>(query);
    asked.put("order", order.name());
    Rows rows = Rows.of(pages.vault().format(format), columns, Output.of(spec).terminal());
    boolean left = pages.each(asked, limit, rows::row);
    rows.end();
    if (left) {
      Output.err(spec).println("there may be more: " + more);
    }
  }
}
