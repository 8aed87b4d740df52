package io.tapevault.cli.vault;

import io.tapevault.cli.output.Limit;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.output.Rows;
import io.tapevault.cli.output.Rows.Columns;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// In which order a list is printed, how much of it, and how.
public final class Listing {

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

  @Mixin private Limit limit = new Limit();

  @Mixin private OutputFormat format = new OutputFormat();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /// `more` says what to do where that is not all.
  public void print(Pages pages, Map<String, String> query, Columns columns, String more)
      throws IOException, InterruptedException {
    int most = limit.of(spec);
    Map<String, String> asked = new TreeMap<>(query);
    asked.put("order", order.name());
    Rows rows = Rows.of(format.of(pages.vault()), columns, Output.of(spec).terminal());
    boolean left = pages.each(asked, most, rows::row);
    rows.end();
    if (left) {
      Output.err(spec).println("there may be more: " + more);
    }
  }
}
