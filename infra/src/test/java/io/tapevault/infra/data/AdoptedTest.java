package io.tapevault.infra.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.infra.Rights;
import io.tapevault.infra.Synthesised;
import io.tapevault.infra.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A table and a bucket that somebody else made. That nothing changes them is tried on an emulator
/// too, with what they had before: functions/packages/deployed.
class AdoptedTest {

  private static final String STREAM =
      "arn:aws:dynamodb:eu-west-1:111122223333:table/teleport.events/stream/2026-11-26T10:00:00.000";
  private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d";
  private static final Synthesised ADOPTED =
      Synthesised.of(
          null,
          Map.of(
              Settings.SIEMS,
              Synthesised.SIEMS,
              "tapevault:adoptTable",
              STREAM,
              "tapevault:adoptBucket",
              "theirs",
              "tapevault:adoptPath",
              "records",
              "tapevault:adoptKeys",
              List.of(KEY)));

  @Test
  void what_is_adopted_is_written_down_and_nothing_of_it_is_made() {
    Set<String> types = new TreeSet<>();
    ADOPTED.data().json().path("Resources").forEach(one -> types.add(one.path("Type").asText()));
    assertEquals(
        Set.of("AWS::KMS::Key", "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::SSM::Parameter"),
        types);
    assertTrue(ADOPTED.data().resources("AWS::S3::Bucket").keySet().toString().contains("Failure"));
    assertEquals(1, ADOPTED.data().resources("AWS::S3::Bucket").size());
    assertEquals("teleport.events", ADOPTED.data().outputs().at("/TableName/Value").asText());
    assertEquals(STREAM, ADOPTED.data().outputs().at("/StreamName/Value").asText());
    assertEquals("theirs", ADOPTED.data().outputs().at("/BucketName/Value").asText());
  }

  @Test
  void no_resource_of_either_stack_sets_anything_of_the_bucket() {
    for (Synthesised stack : List.of(ADOPTED, ADOPTED.data())) {
      for (JsonNode resource : stack.json().path("Resources")) {
        String type = resource.path("Type").asText();
        assertFalse(type.startsWith("Custom::"), type);
        if (type.startsWith("AWS::S3::")) {
          assertFalse(resource.toString().contains("theirs"), resource::toString);
        }
      }
    }
  }

  @Test
  void functions_look_where_its_owner_keeps_recordings_and_encrypt_as_he_does() {
    JsonNode ingest = null;
    for (Map.Entry<String, JsonNode> function : ADOPTED.functions().entrySet()) {
      if (function.getKey().startsWith("IngestAccept")) {
        ingest = function.getValue();
      }
    }
    assertTrue(ingest != null);
    String uri = ingest.at("/Environment/Variables/TAPEVAULT_SESSIONS_URI").toString();
    assertTrue(uri.contains("/records?region="), uri);
    assertTrue(uri.contains("&disablesse=true"), uri);
    assertFalse(uri.contains("sse_kms_key"), uri);
    assertFalse(
        ADOPTED.properties("AWS::IAM::Policy").toString().contains("\"/recordings/"),
        "the right to what is elsewhere");
    String rules = ADOPTED.properties("AWS::Events::Rule").toString();
    assertTrue(rules.contains("\"records/*.tar\""), rules);
  }

  @Test
  void whoever_reads_or_writes_may_use_its_keys_too() {
    int seen = 0;
    for (JsonNode policy : ADOPTED.properties("AWS::IAM::Policy").values()) {
      for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
        if (Set.of("TableKey", "ReadingKey", "WritingKey")
            .contains(statement.path("Sid").asText())) {
          seen++;
          assertTrue(statement.path("Resource").toString().contains(KEY), statement::toString);
        }
      }
    }
    assertTrue(seen > 20, "found " + seen);
  }

  /// What the page on a bucket of another account has its owner grant.
  private static JsonNode granted(String sid) throws IOException {
    String page = Files.readString(Synthesised.ROOT.resolve("docs/how-to/cross-account.md"));
    String json = page.split("```json\n", -1)[1].split("```", -1)[0];
    for (JsonNode statement : new ObjectMapper().readTree(json)) {
      if (statement.path("Sid").asText().equals(sid)) {
        return statement;
      }
    }
    throw new AssertionError(sid);
  }

  @Test
  void the_owner_of_another_accounts_bucket_is_told_of_all_that_functions_do_there()
      throws IOException {
    Set<String> asked = new TreeSet<>();
    for (JsonNode policy : ADOPTED.properties("AWS::IAM::Policy").values()) {
      for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
        for (String action : Rights.texts(statement, "Action")) {
          for (String resource : Rights.texts(statement, "Resource")) {
            if (action.startsWith("s3:") && resource.contains("<Bucket>")) {
              String folder = resource.replaceAll(".*<Bucket>/?", "").replaceAll("/.*", "");
              asked.add(action + " " + folder.replace("records", "recordings"));
            }
          }
        }
      }
    }
    Set<String> told = new TreeSet<>();
    for (String sid : List.of("TapevaultObjects", "TapevaultLists")) {
      JsonNode statement = granted(sid);
      for (String action : Rights.texts(statement, "Action")) {
        for (String resource : Rights.texts(statement, "Resource")) {
          told.add(
              action + " " + resource.replaceAll("arn:aws:s3:::[a-z-]*/?", "").replace("/*", ""));
        }
      }
    }
    asked.removeAll(told);
    assertEquals(Set.of(), asked);
  }
}
