package io.tapevault.witnesses.athena;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.samples.EventSamples;
import io.tapevault.siem.Sinks;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.siem.Batches;
import io.trino.plugin.hive.HivePlugin;
import io.trino.testing.MaterializedRow;
import io.trino.testing.QueryRunner;
import io.trino.testing.StandaloneQueryRunner;
import io.trino.testing.TestingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is saved for Athena, asked of Trino: over files that the sink wrote, by a table whose
/// folders are computed as Athena computes them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestionsTest {

  private static final Path ROOT = Path.of(System.getProperty("tapevault.root", "../../.."));

  // Trino's words for the properties of the table that is deployed.
  private static final String TABLE =
      """
      CREATE TABLE archive (
        event varchar,
        dt varchar WITH (
          partition_projection_type = 'DATE',
          partition_projection_format = 'yyyy-MM-dd',
          partition_projection_range = ARRAY['2015-01-01', 'NOW+1DAY'],
          partition_projection_interval = 1,
          partition_projection_interval_unit = 'DAYS'),
        hour varchar WITH (
          partition_projection_type = 'INTEGER',
          partition_projection_range = ARRAY['0', '23'],
          partition_projection_digits = 2))
      WITH (
        format = 'TEXTFILE',
        external_location = 'local:///archive',
        partitioned_by = ARRAY['dt', 'hour'],
        partition_projection_enabled = true,
        partition_projection_location_template = 'local:///archive/dt=${dt}/hour=${hour}')
      """;

  private final QueryRunner trino =
      new StandaloneQueryRunner(
          TestingSession.testSessionBuilder().setCatalog("hive").setSchema("soc").build());

  QuestionsTest(@TempDir Path folder) throws IOException {
    Path archive = Files.createDirectory(folder.resolve("archive"));
    for (int cut : new int[] {1_000, 7}) {
      write(archive, cut);
    }
    trino.installPlugin(new HivePlugin());
    trino.createCatalog(
        "hive",
        "hive",
        Map.of(
            "hive.metastore", "file",
            "hive.metastore.catalog.dir", "local:///catalog",
            "fs.native-local.enabled", "true",
            "local.location", folder.toString(),
            "hive.security", "allow-all",
            "hive.partition-projection-enabled", "true",
            "hive.ignore-absent-partitions", "true",
            "hive.table-statistics-enabled", "false"));
    trino.execute("CREATE SCHEMA soc");
    trino.execute(TABLE);
  }

  @AfterAll
  void stop() {
    trino.close();
  }

  private static List<Outgoing> samples() {
    return EventSamples.accepted().stream()
        .map(sample -> Events.event(new String(EventSamples.bytes(sample), UTF_8)))
        .map(event -> new Outgoing(stored(event), event.json()))
        .toList();
  }

  private static StoredEvent stored(AuditEvent event) {
    return new StoredEvent(event.key(), event, false);
  }

  private static void write(Path archive, int cut) {
    EventSink sink =
        Sinks.open(
            new SinkSpec(
                "archive", SinkType.S3, Map.of(SinkSpec.ADDRESS, "file://" + archive), null),
            InstantSource.system());
    Batches.deliver(sink, samples(), cut);
  }

  private List<String> ask(String sql) {
    return trino.execute(sql).getMaterializedRows().stream().map(QuestionsTest::row).toList();
  }

  private static String row(MaterializedRow row) {
    return row.getFields().stream()
        .map(field -> field == null ? "-" : field.toString())
        .collect(Collectors.joining(" | "));
  }

  @Test
  void what_is_read_back_is_what_was_stored_to_the_event() {
    assertEquals(
        new TreeSet<>(samples().stream().map(Outgoing::line).toList()),
        new TreeSet<>(ask("SELECT event FROM archive WHERE dt LIKE '2026-03-%'")));
  }

  static List<Path> questions() throws IOException {
    Path folder = ROOT.resolve("infra/src/main/resources/io/tapevault/infra/athena/questions");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> questions = files.sorted().toList();
      assertEquals(10, questions.size());
      return questions;
    }
  }

  /// As DuckDB has it in the tests of the sink.
  @ParameterizedTest
  @MethodSource("questions")
  void each_question_has_its_answer(Path question) throws IOException {
    String name = question.getFileName().toString();
    List<String> answers = new ArrayList<>(List.of("2026-03-01", "2026-03-31"));
    switch (name) {
      case "03-on-a-server.sql" -> answers.add("web-01.example.org");
      case "04-commands.sql" -> answers.add("maria@example.org");
      case "05-acted-as.sql" -> answers.add("deploy");
      default -> {}
    }
    String sql = Files.readString(question);
    for (String answer : answers) {
      sql = sql.replaceFirst("\\?", "'" + answer + "'");
    }
    assertEquals(
        Files.readString(
            ROOT.resolve("functions/backends/siem/src/test/resources/io/tapevault/siem/archive")
                .resolve(name.replace(".sql", ".txt"))),
        String.join("\n", ask(sql)) + "\n");
  }
}
