package io.tapevault.cli.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.VaultAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault forward status`: one line a SIEM, or one line an hour of one SIEM.
@Command(
    name = "status",
    description = {
      "Shows how SIEMs are, and what became of the events for them.",
      "Exit status: 0 all are well, 1 no answer, 4 one is down, or events are parked or lost."
    },
    mixinStandardHelpOptions = true)
final class ForwardStatus implements Callable<Integer> {

  private static final int TROUBLE = 4;
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int WIDTH = 30;
  private static final int MOST_PAGES = 1000;

  enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Mixin private VaultAddress vault = new VaultAddress();

  @Parameters(arity = "0..1", paramLabel = "SIEM", description = "Only this one, hour by hour.")
  private @Nullable String sink;

  @Option(names = "--from", paramLabel = "TIME", description = "Default: a day ago")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Default: now")
  private @Nullable String to;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Format output = Format.TEXT;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<JsonNode> sinks = new ArrayList<>();
    if (sink != null) {
      sinks.add(read(sink));
    } else {
      for (JsonNode one : vault.ask("GET", "/v1/sinks").path("sinks")) {
        sinks.add(read(one.path("name").asText()));
      }
    }
    PrintWriter out = Output.of(spec).text();
    if (output == Format.JSON) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(sinks));
    } else if (sink != null) {
      hours(sinks.getFirst(), out);
    } else {
      table(sinks, out);
    }
    out.flush();
    return sinks.stream().anyMatch(ForwardStatus::isTrouble) ? TROUBLE : 0;
  }

  private static boolean isTrouble(JsonNode sink) {
    return sink.path("state").asText().equals("down")
        || sink.path("parked").asLong() > 0
        || !sink.path("lost").isEmpty();
  }

  /// All pages of one SIEM as one: a page of hours ends where there was no time for more.
  private JsonNode read(String name) throws IOException, InterruptedException {
    JsonNode all = page(name, from);
    JsonNode last = all;
    for (int i = 0; i < MOST_PAGES && last.has("next"); i++) {
      last = page(name, last.path("next").asText());
      add(all, last);
    }
    return all;
  }

  private JsonNode page(String name, @Nullable String begin)
      throws IOException, InterruptedException {
    String query =
        (begin == null ? "" : "&from=" + VaultAddress.encoded(begin))
            + (to == null ? "" : "&to=" + VaultAddress.encoded(to));
    return vault.ask(
        "GET",
        "/v1/sinks/"
            + VaultAddress.encoded(name)
            + (query.isEmpty() ? "" : "?" + query.substring(1)));
  }

  private static void add(JsonNode all, JsonNode more) {
    if (!(all instanceof ObjectNode sum) || !(sum.path("hours") instanceof ArrayNode hours)) {
      return;
    }
    for (String count : List.of("stored", "delivered", "excluded", "parked", "waiting")) {
      sum.put(count, sum.path(count).asLong() + more.path(count).asLong());
    }
    ObjectNode lost = sum.withObject("/lost");
    for (Map.Entry<String, JsonNode> one : more.path("lost").properties()) {
      lost.put(one.getKey(), lost.path(one.getKey()).asLong() + one.getValue().asLong());
    }
    if (!sum.has("oldest_waiting") && more.has("oldest_waiting")) {
      sum.set("oldest_waiting", more.path("oldest_waiting"));
    }
    more.path("hours").forEach(hours::add);
    sum.remove("next");
  }

  private static void table(List<JsonNode> sinks, PrintWriter out) {
    if (sinks.isEmpty()) {
      out.println("no SIEM is configured");
      return;
    }
    String row = "%-20s %-7s %10s %10s %9s %7s %6s %9s  %s%n";
    out.printf(
        row,
        "SIEM",
        "STATE",
        "STORED",
        "DELIVERED",
        "EXCLUDED",
        "PARKED",
        "LOST",
        "WAITING",
        "BY THE HOUR");
    for (JsonNode one : sinks) {
      out.printf(
          row,
          one.path("name").asText(),
          state(one),
          one.path("stored").asLong(),
          one.path("delivered").asLong(),
          one.path("excluded").asLong(),
          one.path("parked").asLong(),
          lost(one),
          one.path("waiting").asLong(),
          chart(one.path("hours")));
      said(one, out);
    }
  }

  private static String state(JsonNode sink) {
    return sink.path("paused").asBoolean() ? "paused" : sink.path("state").asText();
  }

  private static void said(JsonNode sink, PrintWriter out) {
    if (sink.path("state").asText().equals("down")) {
      out.println(
          "  ! down since " + sink.path("since").asText() + ": " + sink.path("why").asText());
    }
    if (sink.has("oldest_waiting")) {
      out.println("  ! what waits is of " + sink.path("oldest_waiting").asText() + " or later");
    }
    sink.path("lost")
        .properties()
        .forEach(one -> out.println("  ! " + one.getValue().asLong() + " lost: " + one.getKey()));
    for (JsonNode replay : sink.path("replays")) {
      out.println(
          "  once more, from "
              + replay.path("from").asText()
              + " to "
              + replay.path("to").asText()
              + ": "
              + replay.path("seen").asLong()
              + " looked at, "
              + replay.path("sent").asLong()
              + " sent");
    }
  }

  private static long lost(JsonNode counts) {
    long lost = 0;
    for (JsonNode one : counts.path("lost")) {
      lost += one.asLong();
    }
    return lost;
  }

  /// One bar an hour: as high as the share of the busiest hour.
  static String chart(JsonNode hours) {
    long most = 1;
    for (JsonNode hour : hours) {
      most = Math.max(most, hour.path("stored").asLong());
    }
    StringBuilder chart = new StringBuilder();
    for (JsonNode hour : hours) {
      long stored = hour.path("stored").asLong();
      chart.append(BARS.charAt((int) Math.min(BARS.length() - 1L, stored * BARS.length() / most)));
    }
    return chart.toString();
  }

  private static void hours(JsonNode sink, PrintWriter out) {
    out.printf("%s: %s%n", sink.path("name").asText(), state(sink));
    said(sink, out);
    long most = 1;
    for (JsonNode hour : sink.path("hours")) {
      most = Math.max(most, hour.path("stored").asLong());
    }
    String row = "%-20s %-" + WIDTH + "s %9s %10s %9s %7s %6s %9s%n";
    out.printf(row, "HOUR", "", "STORED", "DELIVERED", "EXCLUDED", "PARKED", "LOST", "WAITING");
    for (JsonNode hour : sink.path("hours")) {
      out.printf(
          row,
          hour.path("hour").asText(),
          bar(hour, most),
          hour.path("stored").asLong(),
          hour.path("delivered").asLong(),
          hour.path("excluded").asLong(),
          hour.path("parked").asLong(),
          lost(hour),
          hour.path("waiting").asLong());
    }
  }

  /// Full for what is settled, light for what waits.
  private static String bar(JsonNode hour, long most) {
    long stored = hour.path("stored").asLong();
    int all = (int) Math.max(stored > 0 ? 1 : 0, stored * WIDTH / most);
    long waiting = hour.path("waiting").asLong();
    int light = stored == 0 ? 0 : (int) ((waiting * all + stored - 1) / stored);
    return "█".repeat(all - light) + "░".repeat(light);
  }
}
