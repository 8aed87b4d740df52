package io.tapevault.infra.athena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What Athena is asked of transcripts, and by whom.
class TranscriptTableTest {

  @Test
  void lines_are_a_table_whose_days_are_computed() {
    JsonNode table =
        Synthesised.ANYWHERE.one("AWS::Glue::Table", "TranscriptsTable").path("TableInput");
    assertEquals("transcripts", table.path("Name").asText());
    assertEquals(
        Synthesised.parse("[{\"Name\": \"day\", \"Type\": \"string\"}]"),
        table.path("PartitionKeys"));
    JsonNode parameters = table.path("Parameters");
    assertEquals("true", parameters.path("projection.enabled").asText());
    assertEquals("2015-01-01,NOW+1DAYS", parameters.path("projection.day.range").asText());
    assertTrue(
        parameters
            .path("storage.location.template")
            .toString()
            .endsWith("\"/transcripts/day=${day}/\"]]}"),
        parameters::toString);
    List<String> columns = new ArrayList<>();
    table
        .at("/StorageDescriptor/Columns")
        .forEach(one -> columns.add(one.path("Name").asText() + " " + one.path("Type").asText()));
    assertEquals(
        List.of(
            "sid string",
            "version string",
            "start string",
            "user string",
            "server string",
            "text string",
            "at double"),
        columns);
  }

  @Test
  void its_question_is_saved_and_shown_as_it_stands_in_its_file() throws IOException {
    String sql = Questions.sql("transcripts/words");
    JsonNode saved = Synthesised.ANYWHERE.one("AWS::Athena::NamedQuery", "TranscriptsWords");
    assertEquals(sql, saved.path("QueryString").asText());
    String page = Files.readString(Synthesised.ROOT.resolve("docs/how-to/search.md"));
    assertTrue(page.contains("```sql\n" + sql + "```\n"));
  }

  @Test
  void who_asks_reads_transcripts_and_no_recording() {
    JsonNode policy = Synthesised.ANYWHERE.one("AWS::IAM::ManagedPolicy", "TranscriptsPolicy");
    assertTrue(!policy.has("Roles") && !policy.has("Users") && !policy.has("Groups"));
    List<String> sids = new ArrayList<>();
    for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
      sids.add(statement.path("Sid").asText());
      if (statement.path("Action").asText().equals("s3:GetObject")) {
        assertTrue(
            statement.path("Resource").toString().endsWith("\"/transcripts/day=*\"]]}"),
            statement::toString);
      }
      if (statement.path("Action").asText().equals("s3:ListBucket")) {
        assertEquals(
            Synthesised.parse("{\"StringLike\":{\"s3:prefix\":[\"transcripts/day=*\"]}}"),
            statement.path("Condition"));
      }
    }
    assertEquals(
        List.of("Ask", "FindTable", "ReadObjects", "FindBucket", "ListObjects", "ReadingKey"),
        sids);
  }
}
