package io.tapevault.siem.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.archive.ArchiveHour;
import io.tapevault.samples.EventSamples;
import io.tapevault.samples.RandomJson;
import io.tapevault.siem.Engine;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.siem.Batches;
import io.trino.sql.parser.SqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What auditors ask of the archive, by the very SQL that is deployed for Athena, asked of DuckDB
/// over files that the sink wrote.
class QuestionsTest {

  private static final Path ROOT = Path.of(System.getProperty("tapevault.root", "../../.."));
  private static final Path QUESTIONS =
      ROOT.resolve("infra/src/main/resources/io/tapevault/infra/athena/questions");

  // Athena's functions that DuckDB has under another name, or with another form of path.
  private static final String AS_IN_ATHENA =
      """
      CREATE MACRO ours(path) AS replace(replace(path, '["', '."'), '"]', '"');
      CREATE MACRO json_extract_scalar(json, path) AS
        CASE WHEN json_type(json, ours(path)) IN ('OBJECT', 'ARRAY') THEN NULL
        ELSE json_extract_string(json, ours(path)) END;
      CREATE MACRO json_format(json) AS CAST(json AS VARCHAR);
      CREATE VIEW archive AS
        SELECT CAST(json AS VARCHAR) AS event, dt, hour
        FROM read_ndjson_objects('FOLDER/*/*/*.gz', hive_partitioning = true,
          hive_types = {'dt': VARCHAR, 'hour': VARCHAR}, maximum_object_size = 33554432);
      """;

  private final Path folder;
  private final Connection duck;

  QuestionsTest(@TempDir Path folder) throws SQLException {
    this.folder = folder;
    duck = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterEach
  void close() throws SQLException {
    duck.close();
  }

  private static List<Outgoing> samples() {
    return EventSamples.accepted().stream()
        .map(sample -> Engine.outgoing(new String(EventSamples.bytes(sample), UTF_8)))
        .toList();
  }

  private void archive(List<Outgoing> events, int cut) {
    Batches.deliver(FolderTest.at(folder), events, cut);
  }

  private List<String> ask(String sql, List<String> answers) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (PreparedStatement question = duck.prepareStatement(sql)) {
      for (int i = 0; i < answers.size(); i++) {
        question.setString(i + 1, answers.get(i));
      }
      ResultSet row = question.executeQuery();
      while (row.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          String text = row.getString(i);
          columns.add(text == null ? "-" : text);
        }
        rows.add(String.join(" | ", columns));
      }
    }
    return rows;
  }

  private void open() throws SQLException {
    duck.createStatement().execute(AS_IN_ATHENA.replace("FOLDER", folder.toString()));
  }

  private static String place(Outgoing event) {
    return ArchiveHour.folder(event.time()) + event.line();
  }

  @Test
  void what_is_read_back_is_what_was_stored_to_the_event() throws SQLException {
    List<Outgoing> events = new ArrayList<>(samples());
    RandomJson random = new RandomJson(8);
    for (int i = 0; i < 2_000; i++) {
      Map<String, Object> event = new LinkedHashMap<>(random.object(3));
      event.put("event", "random");
      event.put("uid", "r" + i);
      event.put("time", Events.NOON.plusSeconds(i * 60L).toString());
      events.add(Engine.outgoing(random.spell(event)));
    }
    archive(events, 100);
    archive(events, 70);
    open();
    List<String> expected =
        new ArrayList<>(new TreeSet<>(events.stream().map(QuestionsTest::place).toList()));
    assertEquals(
        expected,
        new ArrayList<>(
            new TreeSet<>(
                ask(
                    "SELECT DISTINCT 'dt=' || dt || '/hour=' || hour || '/' || event FROM archive",
                    List.of()))));
    assertTrue(
        Integer.parseInt(ask("SELECT count(*) FROM archive", List.of()).getFirst())
            > expected.size(),
        "cut in another way, the same comes twice");
  }

  static Stream<Path> questions() throws IOException {
    List<Path> questions;
    try (Stream<Path> files = Files.list(QUESTIONS)) {
      questions = files.sorted().toList();
    }
    assertEquals(10, questions.size());
    return questions.stream();
  }

  /// What is asked for besides the days.
  private static List<String> answers(Path question) {
    List<String> answers = new ArrayList<>(List.of("2026-03-01", "2026-03-31"));
    switch (question.getFileName().toString()) {
      case "03-on-a-server.sql" -> answers.add("web-01.example.org");
      case "04-commands.sql" -> answers.add("maria@example.org");
      case "05-acted-as.sql" -> answers.add("deploy");
      default -> {}
    }
    return answers;
  }

  @ParameterizedTest
  @MethodSource("questions")
  void each_question_has_its_answer_however_often_events_were_sent(Path question)
      throws IOException, SQLException {
    archive(samples(), 1_000);
    archive(samples(), 7);
    open();
    Path expected =
        ROOT.resolve("functions/backends/siem/src/test/resources/io/tapevault/siem/archive")
            .resolve(question.getFileName().toString().replace(".sql", ".txt"));
    String rows = String.join("\n", ask(Files.readString(question), answers(question))) + "\n";
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(expected, rows);
    }
    assertEquals(Files.readString(expected), rows);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void other_days_have_no_answer(Path question) throws IOException, SQLException {
    archive(samples(), 1_000);
    open();
    List<String> answers = answers(question);
    answers.set(0, "2027-01-01");
    answers.set(1, "2027-12-31");
    assertEquals(List.of(), ask(Files.readString(question), answers));
  }

  /// Athena's engine is Trino's.
  @ParameterizedTest
  @MethodSource("questions")
  void each_question_is_SQL_of_Trino(Path question) throws IOException {
    assertTrue(new SqlParser().createStatement(Files.readString(question)).toString().length() > 0);
  }
}
