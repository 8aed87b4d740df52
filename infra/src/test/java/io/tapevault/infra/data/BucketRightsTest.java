package io.tapevault.infra.data;

import static io.tapevault.infra.Rights.roles;
import static io.tapevault.infra.Rights.statement;
import static io.tapevault.infra.Rights.statements;
import static io.tapevault.infra.Rights.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What each function may read, put and remove of the bucket.
class BucketRightsTest {

  @Test
  void who_hands_out_upload_urls_can_put_recordings_and_neither_read_nor_delete_them() {
    Map<String, Set<String>> onBucket = new TreeMap<>();
    for (JsonNode statement : statements(Synthesised.ANYWHERE, "IngestAccept")) {
      for (String action : texts(statement, "Action")) {
        if (action.startsWith("s3:")) {
          onBucket.put(action, new TreeSet<>(texts(statement, "Resource")));
        }
      }
    }
    assertEquals(
        Map.of(
            "s3:PutObject", Set.of("<Bucket>/events/*", "<Bucket>/recordings/*"),
            "s3:ListMultipartUploadParts", Set.of("<Bucket>/recordings/*"),
            "s3:ListBucketVersions", Set.of("<Bucket>"),
            "s3:ListBucket", Set.of("<Bucket>"),
            "s3:GetObject", Set.of("<Bucket>/derived/*.json")),
        onBucket);
    assertEquals(
        Synthesised.parse("{\"StringLike\":{\"s3:prefix\":[\"recordings/*\"]}}"),
        statement("IngestAccept", "ListVersions").path("Condition"));
    assertEquals(
        Synthesised.parse("{\"StringLike\":{\"s3:prefix\":[\"derived/*\"]}}"),
        statement("IngestAccept", "TellGoneFromRefused").path("Condition"));
  }

  @Test
  void of_all_who_answer_one_alone_reads_recordings_and_another_alone_what_is_hidden_of_them() {
    assertEquals(
        Map.of(
            "s3:GetObjectVersion <Bucket>/recordings/*",
            Set.of("IndexingIndex", "OriginalsOriginal"),
            "s3:GetObjectVersion <Bucket>/redactions/*",
            Set.of("IndexingIndex", "OriginalsRedact"),
            "s3:PutObject <Bucket>/redactions/*",
            Set.of("OriginalsRedact")),
        onRecordingsAndRedactions());
  }

  /// Who may get or put an object there.
  private static Map<String, Set<String>> onRecordingsAndRedactions() {
    Map<String, Set<String>> who = new TreeMap<>();
    for (String role : roles()) {
      for (JsonNode statement : statements(Synthesised.ANYWHERE, role)) {
        for (String action : texts(statement, "Action")) {
          for (String resource : texts(statement, "Resource")) {
            boolean put = action.equals("s3:PutObject") && !resource.contains("redactions");
            if (action.matches("s3:(Get|Put)Object(Version)?")
                && resource.matches(".*(recordings|redactions).*")
                && !put) {
              who.computeIfAbsent(action + " " + resource, one -> new TreeSet<>()).add(role);
            }
          }
        }
      }
    }
    return who;
  }

  @Test
  void who_redacts_writes_events_and_redactions_and_tells_the_index() {
    Map<String, Set<String>> writes = new TreeMap<>();
    for (JsonNode statement : statements(Synthesised.ANYWHERE, "OriginalsRedact")) {
      for (String action : texts(statement, "Action")) {
        if (action.matches("(s3|dynamodb):Put.*|sqs:.*")
            && statement.path("Effect").asText().equals("Allow")) {
          writes.put(
              action,
              texts(statement, "Resource").stream()
                  .map(resource -> resource.replaceAll("[0-9A-F]{8}", ""))
                  .collect(Collectors.toCollection(TreeSet::new)));
        }
      }
    }
    assertEquals(
        Map.of(
            "dynamodb:PutItem", Set.of("<Table>"),
            "s3:PutObject", Set.of("<Bucket>/redactions/*"),
            "sqs:SendMessage", Set.of("<IndexingQueue>")),
        writes);
    assertEquals(
        statement("OriginalsOriginal", "KeepOut"), statement("OriginalsRedact", "KeepOut"));
  }

  @Test
  void versions_are_listed_only_under_the_names_that_are_ours() {
    JsonNode list = statement("PlaybackAnswer", "ListVersions");
    assertEquals(
        Synthesised.parse(
            "{\"StringLike\":{\"s3:prefix\":[\"recordings/*\",\"derived/*\",\"redactions/*\"]}}"),
        list.path("Condition"));
  }

  @Test
  void nothing_in_the_bucket_is_deleted_but_transcripts_which_can_be_made_again() {
    for (Synthesised stack : Synthesised.all().toList()) {
      for (JsonNode statement : statements(stack, "")) {
        if (texts(statement, "Action").stream().anyMatch(one -> one.startsWith("s3:Delete"))) {
          assertEquals(List.of("s3:DeleteObject"), texts(statement, "Action"));
          assertEquals(List.of("<Bucket>/transcripts/*"), texts(statement, "Resource"));
        }
      }
    }
  }

  @Test
  void what_is_gone_is_told_from_what_is_refused() {
    Map.of(
            "ForwardingTosocDeliver", "[\"events/*\"]",
            "PlaybackAnswer", "[\"events/*\",\"exports/*\"]")
        .forEach((reader, prefixes) -> {
          JsonNode list = statement(reader, "TellGoneFromRefused");
          assertEquals(List.of("s3:ListBucket"), texts(list, "Action"), reader);
          assertEquals(
              Synthesised.parse("{\"StringLike\":{\"s3:prefix\":" + prefixes + "}}"),
              list.path("Condition"),
              reader);
        });
  }
}
