package io.tapevault.infra.athena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.infra.Synthesised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

class QuestionsTest {

  private static final JsonNode TWO =
      template(
          "{\"name\":\"long-term\",\"s3\":\"s3://soc.archive/audit/all?region=eu-west-1\"}",
          "{\"name\":\"short\",\"s3\":\"s3://short?region=eu-west-1\"}");

  private static JsonNode template(String... archives) {
    Stack stack = new Stack();
    Questions _ = new Questions(stack, Stream.of(archives).map(SinkSpec::parse).toList());
    return Synthesised.JSON.valueToTree(Template.fromStack(stack).toJSON());
  }

  private static List<JsonNode> all(String type) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode resource : TWO.path("Resources")) {
      if (resource.path("Type").asText().equals(type)) {
        found.add(resource.path("Properties"));
      }
    }
    return found;
  }

  @Test
  void an_archive_is_a_table_of_lines_whose_folders_are_computed() {
    assertEquals(
        List.of("tapevault_long_term", "tapevault_short"),
        all("AWS::Glue::Database").stream()
            .map(database -> database.at("/DatabaseInput/Name").asText())
            .toList());
    List<JsonNode> tables = all("AWS::Glue::Table");
    assertEquals(2, tables.size());
    assertEquals(
        Synthesised.parse(
            """
            {
              "Name": "archive",
              "Description": "Tapevault: events as they were stored, by the hour of their time in UTC",
              "TableType": "EXTERNAL_TABLE",
              "PartitionKeys": [{"Name": "dt", "Type": "string"}, {"Name": "hour", "Type": "string"}],
              "Parameters": {
                "EXTERNAL": "TRUE",
                "projection.enabled": "true",
                "projection.dt.type": "date",
                "projection.dt.format": "yyyy-MM-dd",
                "projection.dt.range": "2015-01-01,NOW+1DAYS",
                "projection.dt.interval": "1",
                "projection.dt.interval.unit": "DAYS",
                "projection.hour.type": "integer",
                "projection.hour.range": "0,23",
                "projection.hour.digits": "2",
                "storage.location.template": "s3://soc.archive/audit/all/dt=${dt}/hour=${hour}/"
              },
              "StorageDescriptor": {
                "Location": "s3://soc.archive/audit/all/",
                "Columns": [{"Name": "event", "Type": "string"}],
                "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
                "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                "SerdeInfo": {
                  "SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
                  "Parameters": {"serialization.format": "1"}
                }
              }
            }\
            """),
        tables.getFirst().path("TableInput"));
    assertEquals(
        "s3://short/", tables.getLast().at("/TableInput/StorageDescriptor/Location").asText());
  }

  @Test
  void a_workgroup_keeps_results_encrypted_and_stops_what_reads_too_much() {
    assertEquals(
        List.of(
            Synthesised.parse(
                """
                {
                  "Name": "tapevault",
                  "Description": "Tapevault: questions over the archives",
                  "State": "ENABLED",
                  "RecursiveDeleteOption": true,
                  "WorkGroupConfiguration": {
                    "EnforceWorkGroupConfiguration": true,
                    "PublishCloudWatchMetricsEnabled": true,
                    "BytesScannedCutoffPerQuery": 100000000000,
                    "EngineVersion": {"SelectedEngineVersion": "Athena engine version 3"},
                    "ManagedQueryResultsConfiguration": {"Enabled": true}
                  }
                }\
                """)),
        all("AWS::Athena::WorkGroup"));
  }

  @Test
  void every_question_is_saved_as_it_stands_in_its_file() throws IOException {
    Path folder =
        Synthesised.ROOT.resolve("infra/src/main/resources/io/tapevault/infra/athena/questions");
    Set<String> expected = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        for (String database : List.of("tapevault_long_term", "tapevault_short")) {
          expected.add(
              database
                  + " "
                  + file.getFileName().toString().replace(".sql", "")
                  + "\n"
                  + Files.readString(file));
        }
      }
    }
    assertEquals(20, expected.size());
    Set<String> saved = new TreeSet<>();
    for (JsonNode query : all("AWS::Athena::NamedQuery")) {
      saved.add(
          query.path("Database").asText()
              + " "
              + query.path("Name").asText()
              + "\n"
              + query.path("QueryString").asText());
      assertTrue(query.path("Description").asText().endsWith("?"), query::toString);
    }
    assertEquals(expected, saved);
  }

  @Test
  void the_page_shows_every_question_as_it_is_saved() throws IOException {
    String page = Files.readString(Synthesised.ROOT.resolve("docs/how-to/athena.md"));
    for (String name : Questions.NAMES) {
      assertTrue(page.contains("```sql\n" + Questions.sql("questions/" + name) + "```\n"), name);
    }
  }

  @Test
  void who_asks_may_read_the_archives_and_nothing_else() {
    JsonNode policy = all("AWS::IAM::ManagedPolicy").getFirst();
    assertTrue(policy.path("Users").isMissingNode(), "it is attached to nobody");
    List<String> rights = new ArrayList<>();
    for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
      rights.add(
          "%s %s %s"
              .formatted(
                  statement.path("Action"),
                  resources(statement.path("Resource")),
                  statement.path("Condition")));
    }
    assertEquals(
        List.of(
            "[\"athena:BatchGetNamedQuery\",\"athena:GetNamedQuery\",\"athena:GetQueryExecution\","
                + "\"athena:GetQueryResults\",\"athena:GetQueryResultsStream\",\"athena:GetWorkGroup\","
                + "\"athena:ListNamedQueries\",\"athena:StartQueryExecution\",\"athena:StopQueryExecution\"]"
                + " [:athena:::workgroup/QuestionsWorkgroup] ",
            "[\"glue:GetDatabase\",\"glue:GetTable\"]"
                + " [:glue:::catalog, :glue:::database/tapevault_long_term,"
                + " :glue:::database/tapevault_short, :glue:::table/tapevault_long_term/archive,"
                + " :glue:::table/tapevault_short/archive] ",
            "\"s3:GetObject\" [:s3:::soc.archive/audit/all/*] ",
            "\"s3:GetBucketLocation\" [:s3:::soc.archive] ",
            "\"s3:ListBucket\" [:s3:::soc.archive]"
                + " {\"StringLike\":{\"s3:prefix\":[\"audit/all/*\"]}}",
            "\"s3:GetObject\" [:s3:::short/*] ",
            "\"s3:GetBucketLocation\" [:s3:::short] ",
            "\"s3:ListBucket\" [:s3:::short] "),
        rights);
  }

  /// Without `arn` and what only a deployment knows.
  private static List<String> resources(JsonNode resource) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : resource.isArray() ? resource : List.of(resource)) {
      StringBuilder text = new StringBuilder();
      for (JsonNode part : one.at("/Fn::Join/1")) {
        text.append(
            part.isTextual()
                ? part.asText()
                : part.path("Ref").asText().replaceAll("^AWS::.*|[0-9A-F]{8}$", ""));
      }
      texts.add(text.toString().replaceFirst("^arn:", ""));
    }
    return texts;
  }

  @Test
  void without_an_archive_there_is_nothing_to_ask() {
    for (String type :
        List.of("AWS::Glue::Database", "AWS::Glue::Table", "AWS::Athena::WorkGroup")) {
      Set<String> names = Synthesised.SOMEWHERE.properties(type).keySet();
      // What was on screens is asked apart.
      assertTrue(names.stream().allMatch(name -> name.startsWith("Transcripts")), names::toString);
    }
  }
}
