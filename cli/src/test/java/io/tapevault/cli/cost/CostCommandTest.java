package io.tapevault.cli.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.cli.Tapevault;
import io.tapevault.cli.cost.Cost.Load;
import io.tapevault.cli.cost.Prices.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CostCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TEMPLATES = Path.of("../infra/src/test/resources");

  @TempDir private Path folder;

  private static List<JsonNode> resources() throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    for (String name : List.of("template.json", "data.json")) {
      JSON.readTree(TEMPLATES.resolve(name).toFile()).path("Resources").forEach(resources::add);
    }
    return resources;
  }

  @Test
  void each_type_of_resource_of_the_template_is_priced_or_named_as_free() throws IOException {
    Set<String> types = new TreeSet<>();
    resources().forEach(resource -> types.add(resource.path("Type").asText()));
    assertTrue(types.size() > 20, types::toString);
    types.removeAll(Prices.read(null).resources().keySet());
    assertEquals(Set.of(), types, "add them to prices.yaml");
  }

  @Test
  void what_a_resource_costs_is_in_the_estimate() throws IOException {
    Prices prices = Prices.read(null);
    Set<Item> costs = EnumSet.noneOf(Item.class);
    prices.resources().values().forEach(costs::addAll);
    CostChoices.of(new Load(1e6, 1e3, 700, 50, 1, 365, 1))
        .values()
        .forEach(adds -> costs.removeAll(adds.keySet()));
    for (int days : new int[] {30, 365}) {
      Cost.of(new Load(1e6, 1e3, 700, 50, 1, days, 1), prices)
          .forEach(line -> costs.remove(line.item()));
    }
    assertEquals(Set.of(), costs);
  }

  @Test
  void functions_have_the_memory_and_there_are_the_alarms_and_indexes_of_the_template()
      throws IOException {
    Set<String> functions = new TreeSet<>();
    int alarms = 0;
    for (JsonNode resource : resources()) {
      JsonNode properties = resource.path("Properties");
      String handler = properties.path("Handler").asText().replaceAll(".*\\.", "");
      for (Cost.Function function : Cost.Function.values()) {
        if (function.handler.equals(handler)) {
          functions.add(handler);
          assertEquals(properties.path("MemorySize").asInt(), function.memory, handler);
        }
      }
      alarms += resource.path("Type").asText().equals("AWS::CloudWatch::Alarm") ? 1 : 0;
      if (resource.path("Type").asText().equals("AWS::DynamoDB::Table")) {
        assertEquals(1, properties.path("GlobalSecondaryIndexes").size());
      }
    }
    assertEquals(Cost.Function.values().length, functions.size(), functions::toString);
    // That template has one SIEM.
    double counted =
        Cost.of(new Load(1, 0, 700, 50, 1, 365, 1), Prices.read(null)).stream()
            .filter(line -> line.item() == Item.ALARM_MONTH)
            .mapToDouble(Cost.Line::quantity)
            .sum();
    assertEquals(alarms, counted);
  }

  /// Reckoned by hand from the prices of DynamoDB: 980 bytes are one write unit, and one of the
  /// index; 1,080 bytes are stored twice and backed up once for a year.
  @Test
  void a_million_events_of_700_bytes_cost_what_a_table_and_its_index_cost() throws IOException {
    List<Cost.Line> lines = Cost.of(new Load(1e6 / 365, 0, 700, 50, 0, 365, 0), Prices.read(null));
    assertEquals(2 * 0.78, 12 * usd(lines, "events", Item.SELDOM_WRITE), 1e-9);
    assertEquals(1.08 * 2 * 0.10 * 12, 12 * usd(lines, "storage", Item.SELDOM_STORAGE), 1e-9);
    assertEquals(1.08 * 0.20 * 12, 12 * usd(lines, "storage", Item.TABLE_BACKUP), 1e-9);
    assertEquals(3.50 / 50, 12 * usd(lines, "events", Item.API_REQUEST), 1e-9);
  }

  @Test
  void a_table_is_of_the_class_that_costs_less_for_as_long_as_events_stay() throws IOException {
    Prices prices = Prices.read(null);
    for (int days : new int[] {7, 59, 60, 3650}) {
      List<Cost.Line> lines = Cost.of(new Load(1e6 / days, 0, 700, 50, 0, days, 0), prices);
      assertEquals(days < 60, usd(lines, "storage", Item.TABLE_STORAGE) > 0);
      assertEquals(days >= 60, usd(lines, "storage", Item.SELDOM_STORAGE) > 0);
    }
  }

  /// Reckoned by hand: a million puts and 2,000 batches of 500 a day, by 0.10 USD for 100,000; 500
  /// recordings of a MB a day for a year, at 0.023 a GB, put and brought elsewhere once.
  @Test
  void what_choices_add_follows_from_the_load() throws IOException {
    double month = 365.0 / 12;
    Map<String, Double> trail =
        CostChoices.usd(new Load(1e6, 0, 700, 10_000, 1, 365, 0), Prices.read(null));
    assertEquals(month * (1e6 + 2000) / 1e6, trail.getOrDefault("aws.cloudtrail", 0.0), 1e-9);
    Map<String, Double> copy =
        CostChoices.usd(new Load(0, 500, 700, 50, 1, 365, 0), Prices.read(null));
    assertEquals(
        0.5 * 365 * 0.023 + 500 * month * 5e-6 + 0.5 * month * 0.02,
        copy.getOrDefault("aws.replicate_to, in another region", 0.0),
        1e-9);
  }

  private static double usd(List<Cost.Line> lines, String purpose, Item item) {
    return lines.stream()
        .filter(line -> line.purpose().equals(purpose) && line.item() == item)
        .mapToDouble(Cost.Line::usd)
        .sum();
  }

  @Test
  void a_table_ends_with_the_sum_and_where_the_prices_are_from() {
    Said said = run("--events-per-day", "100000", "--sessions-per-day", "500", "--siems", "1");
    assertEquals(0, said.exit(), said.err());
    assertTrue(said.out().contains("seldom_write"), said.out());
    assertTrue(said.out().contains("USD a month"), said.out());
    assertTrue(said.out().contains("one more SIEM"), said.out());
    assertTrue(said.out().contains("Prices of us-east-1, 2026-09-30"), said.out());
  }

  @Test
  void json_has_the_same_sum_as_its_lines() throws IOException {
    JsonNode json =
        JSON.readTree(run("--events-per-day", "1e6", "--siems", "2", "--output", "json").out());
    double sum = 0;
    for (JsonNode line : json.path("lines")) {
      sum += line.path("usd").asDouble();
    }
    assertEquals(json.path("month").asDouble(), sum, 0.01);
    assertTrue(json.path("adds").path("one_more_SIEM").asDouble() > 0, json::toString);
    assertEquals(3.0, json.path("adds").path("aws_dashboard").asDouble(), json::toString);
  }

  @Test
  void another_regions_prices_are_taken_and_faults_in_them_are_named_with_their_lines()
      throws IOException {
    String ours;
    try (InputStream in = Prices.class.getResourceAsStream("prices.yaml")) {
      ours = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
    Path dear =
        Files.writeString(
            folder.resolve("dear.yaml"),
            ours.replace("region: us-east-1", "region: sa-east-1")
                .replace("table_write: { usd: 0.625", "table_write: { usd: 0.9375"));
    Said said = run("--events-per-day", "1000", "--prices", dear.toString());
    assertTrue(said.out().contains("Prices of sa-east-1"), said.out() + said.err());
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            ours.replace("usd: 0.625", "usd: cheap").replace("[api_request]", "[tea]"));
    Said refused = run("--events-per-day", "1000", "--prices", wrong.toString());
    assertEquals(1, refused.exit());
    assertTrue(refused.err().contains("prices.table_write.usd has to be a number"), refused.err());
    assertTrue(refused.err().contains("this is none of the prices"), refused.err());
    assertTrue(refused.err().contains("line "), refused.err());
  }

  @Test
  void what_cannot_be_is_not_used_rightly() {
    for (List<String> args :
        List.of(
            List.of("--events-per-day", "-1"),
            List.of("--events-per-day", "NaN"),
            List.of("--events-per-day", "1", "--retention-days", "0"),
            List.of("--sessions-per-day", "1"))) {
      assertEquals(2, run(args.toArray(String[]::new)).exit(), args::toString);
    }
  }

  private record Said(int exit, String out, String err) {}

  private static Said run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Tapevault.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] all = new String[args.length + 1];
    all[0] = "cost";
    System.arraycopy(args, 0, all, 1, args.length);
    return new Said(command.execute(all), out.toString(), err.toString());
  }
}
