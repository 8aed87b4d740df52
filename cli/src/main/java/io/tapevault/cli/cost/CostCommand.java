package io.tapevault.cli.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.cli.cost.Cost.Line;
import io.tapevault.cli.cost.Cost.Load;
import io.tapevault.cli.output.Output;
import io.tapevault.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tapevault cost`: what a deployment will cost, before there is one.
@Command(
    name = "cost",
    description = {
      "Says what a deployment costs a month, by AWS's list prices, without asking AWS.",
      "It is an estimate: docs/reference/cost.md says what it covers."
    },
    mixinStandardHelpOptions = true)
public final class CostCommand implements Callable<Integer> {

  private static final double MONTHS = 12;
  private static final double YEAR_OF_EVENTS = 365;

  enum Format {
    table,
    json
  }

  @Option(names = "--events-per-day", required = true, paramLabel = "N", description = "Events.")
  private double events;

  @Option(
      names = "--sessions-per-day",
      defaultValue = "0",
      paramLabel = "N",
      description = "Sessions with a recording. Default: ${DEFAULT-VALUE}")
  private double sessions;

  @Option(
      names = "--event-bytes",
      defaultValue = "700",
      paramLabel = "N",
      description = "How large an event's JSON is. Default: ${DEFAULT-VALUE}")
  private int eventBytes = 1;

  @Option(
      names = "--events-per-request",
      defaultValue = "50",
      paramLabel = "N",
      description = "How many a shipper sends at once. Default: ${DEFAULT-VALUE}")
  private int eventsPerRequest = 1;

  @Option(
      names = "--recording-mb",
      defaultValue = "1",
      paramLabel = "N",
      description = "How large a recording is. Default: ${DEFAULT-VALUE}")
  private double recordingMegabytes;

  @Option(
      names = "--retention-days",
      defaultValue = "365",
      paramLabel = "N",
      description = "How long all is kept. Default: ${DEFAULT-VALUE}")
  private int retentionDays;

  @Option(
      names = "--siems",
      defaultValue = "0",
      paramLabel = "N",
      description = "How many SIEMs get it all. Default: ${DEFAULT-VALUE}")
  private int siems;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Another region's prices, as prices.yaml has them.")
  private @Nullable Path file;

  @Option(
      names = "--output",
      defaultValue = "table",
      paramLabel = "FORMAT",
      description = "table or json. Default: ${DEFAULT-VALUE}")
  private Format output = Format.table;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    within("--events-per-day", events, 0, 1e12);
    within("--sessions-per-day", sessions, 0, 1e9);
    within("--event-bytes", eventBytes, 1, 400_000);
    within("--events-per-request", eventsPerRequest, 1, 10_000);
    within("--recording-mb", recordingMegabytes, 0, 1e6);
    within("--retention-days", retentionDays, 1, 36_500);
    within("--siems", siems, 0, 100);
    Prices prices = Prices.read(file);
    Load load =
        new Load(
            events,
            sessions,
            eventBytes,
            eventsPerRequest,
            recordingMegabytes,
            retentionDays,
            siems);
    List<Line> lines = Cost.of(load, prices);
    PrintWriter out = Output.of(spec).text();
    switch (output) {
      case table -> table(load, lines, prices, out);
      case json -> out.println(json(load, lines, prices));
    }
    return 0;
  }

  private void within(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw Output.wrong(spec, "%s is from %.0f to %.0f".formatted(option, least, most));
    }
  }

  /// A million events that come in a year and are kept as long as that says, alone: calls, writes
  /// and storage.
  private static double perMillion(Load load, Prices prices) {
    Load million =
        new Load(
            1e6 / YEAR_OF_EVENTS,
            0,
            load.eventBytes(),
            load.eventsPerRequest(),
            0,
            load.retentionDays(),
            0);
    return MONTHS * Cost.usd(Cost.of(million, prices), "events", "storage");
  }

  /// What a month costs more with something else.
  private static Map<String, Double> adds(Load load, Prices prices) {
    double now = Cost.usd(Cost.of(load, prices));
    Map<String, Load> others = new LinkedHashMap<>();
    others.put("one more SIEM", with(load, load.eventsPerRequest(), 0, 0, 1));
    others.put("a year more of retention", with(load, load.eventsPerRequest(), 0, 365, 0));
    others.put("a MB more in each recording", with(load, load.eventsPerRequest(), 1, 0, 0));
    others.put("each event in a request of its own", with(load, 1, 0, 0, 0));
    Map<String, Double> adds = new LinkedHashMap<>();
    others.forEach((what, other) -> adds.put(what, Cost.usd(Cost.of(other, prices)) - now));
    adds.putAll(CostChoices.usd(load, prices));
    return adds;
  }

  private static Load with(Load load, int perRequest, double megabytes, int days, int siems) {
    return new Load(
        load.eventsPerDay(),
        load.sessionsPerDay(),
        load.eventBytes(),
        perRequest,
        load.recordingMegabytes() + megabytes,
        load.retentionDays() + days,
        load.siems() + siems);
  }

  private static void table(Load load, List<Line> lines, Prices prices, PrintWriter out) {
    out.printf("%-12s %-16s %18s %-26s %12s%n", "FOR", "ITEM", "A MONTH", "", "USD A MONTH");
    for (Line line : lines) {
      out.printf(
          Locale.ROOT,
          "%-12s %-16s %18.2f %-26s %12.2f%n",
          line.purpose(),
          line.item().word(),
          line.quantity(),
          unit(prices, line),
          line.usd());
    }
    out.printf(
        Locale.ROOT,
        "%n%.2f USD a month, %.2f a year, when all of the retention is full.%n",
        Cost.usd(lines),
        MONTHS * Cost.usd(lines));
    out.printf(
        Locale.ROOT,
        "A million events, kept for %d days: %.2f USD to take them in and keep them.%n%nMore a"
            + " month with%n",
        load.retentionDays(),
        perMillion(load, prices));
    adds(load, prices)
        .forEach((what, usd) -> out.printf(Locale.ROOT, "  %-36s %12.2f%n", what, usd));
    out.printf("%nPrices of %s, %s: %s.%n", prices.region(), prices.date(), prices.source());
  }

  private static String unit(Prices prices, Line line) {
    return Objects.requireNonNull(prices.prices().get(line.item()), "each has one").unit();
  }

  private static String json(Load load, List<Line> lines, Prices prices) {
    byte[] json =
        Json.object(out -> {
          out.writeStringField("region", prices.region());
          out.writeStringField("prices_of", prices.date());
          out.writeStringField("currency", "USD");
          out.writeNumberField("month", cents(Cost.usd(lines)));
          out.writeNumberField("year", cents(MONTHS * Cost.usd(lines)));
          out.writeNumberField("million_events", cents(perMillion(load, prices)));
          out.writeArrayFieldStart("lines");
          for (Line line : lines) {
            out.writeStartObject();
            out.writeStringField("for", line.purpose());
            out.writeStringField("item", line.item().word());
            out.writeNumberField("quantity", line.quantity());
            out.writeStringField("unit", unit(prices, line));
            out.writeNumberField("usd", cents(line.usd()));
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeObjectFieldStart("adds");
          for (Map.Entry<String, Double> more : adds(load, prices).entrySet()) {
            out.writeNumberField(
                more.getKey().replaceAll("[^A-Za-z]+", "_"), cents(more.getValue()));
          }
          out.writeEndObject();
        });
    return new String(json, UTF_8);
  }

  private static double cents(double usd) {
    return Math.round(usd * 1e4) / 1e4;
  }
}
