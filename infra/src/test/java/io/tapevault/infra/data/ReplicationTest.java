package io.tapevault.infra.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import io.tapevault.infra.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReplicationTest {

  private static final String KEY =
      "arn:aws:kms:eu-central-1:444455556666:key/0a1b2c3d-0000-0000-0000-000000000000";
  private static final Map<String, Object> CHOSEN =
      Map.of("tapevault:replicateTo", "arn:aws:s3:::copy", "tapevault:replicateKey", KEY);
  private static final Synthesised COPIED = Synthesised.of(null, CHOSEN).data();

  @Test
  void what_cannot_be_made_again_is_copied_and_what_is_deleted_is_not() {
    JsonNode replication =
        COPIED.one("AWS::S3::Bucket", "VaultBucket").path("ReplicationConfiguration");
    Set<String> prefixes = new TreeSet<>();
    Set<Integer> priorities = new TreeSet<>();
    for (JsonNode rule : replication.path("Rules")) {
      prefixes.add(rule.at("/Filter/Prefix").asText());
      priorities.add(rule.path("Priority").asInt());
      assertEquals("Enabled", rule.path("Status").asText());
      assertEquals("Disabled", rule.at("/DeleteMarkerReplication/Status").asText());
      assertEquals(
          "Enabled", rule.at("/SourceSelectionCriteria/SseKmsEncryptedObjects/Status").asText());
      assertEquals(
          Synthesised.parse(
              """
              {"Bucket": "arn:aws:s3:::copy", "Account": "444455556666",
               "AccessControlTranslation": {"Owner": "Destination"},
               "EncryptionConfiguration": {"ReplicaKmsKeyID": "%s"}}\
              """
                  .formatted(KEY)),
          rule.path("Destination"));
    }
    assertEquals(Set.of("events/", "recordings/", "redactions/"), prefixes);
    assertEquals(3, priorities.size());
    assertEquals(
        "Enabled",
        COPIED
            .one("AWS::S3::Bucket", "VaultBucket")
            .at("/VersioningConfiguration/Status")
            .asText());
    assertTrue(COPIED.json().at("/Outputs/ReplicationRoleArn").isObject());
    assertFalse(Synthesised.ANYWHERE.data().json().toString().contains("Replication"));
  }

  @Test
  void the_role_takes_here_and_puts_there_and_nothing_else() {
    assertEquals(
        Map.of(
            "Look", List.of("s3:GetReplicationConfiguration", "s3:ListBucket"),
            "Take",
                List.of(
                    "s3:GetObjectVersionAcl",
                    "s3:GetObjectVersionForReplication",
                    "s3:GetObjectVersionTagging"),
            "Put",
                List.of(
                    "s3:ObjectOwnerOverrideToBucketOwner",
                    "s3:ReplicateObject",
                    "s3:ReplicateTags"),
            "Decrypt", List.of("kms:Decrypt"),
            "Encrypt", List.of("kms:Encrypt")),
        actions(COPIED));
    for (JsonNode statement : statements(COPIED)) {
      switch (statement.path("Sid").asText()) {
        case "Put" ->
            assertEquals(
                Synthesised.parse(
                    """
                    ["arn:aws:s3:::copy/events/*", "arn:aws:s3:::copy/recordings/*",
                     "arn:aws:s3:::copy/redactions/*"]\
                    """),
                statement.path("Resource"));
        case "Encrypt" -> {
          assertEquals(KEY, statement.path("Resource").asText());
          assertTrue(
              statement
                  .at("/Condition/StringLike/kms:ViaService")
                  .toString()
                  .contains("s3.eu-central-1."));
        }
        default -> assertFalse(statement.path("Resource").toString().contains("copy"));
      }
    }
  }

  @Test
  void a_bucket_with_a_lock_has_its_locks_copied() {
    Map<String, Object> locked = new HashMap<>(CHOSEN);
    locked.put(Settings.OBJECT_LOCK, "governance:365d");
    List<String> taken =
        actions(Synthesised.of(null, locked).data()).getOrDefault("Take", List.of());
    assertTrue(taken.containsAll(List.of("s3:GetObjectRetention", "s3:GetObjectLegalHold")));
  }

  @Test
  void the_role_stays_as_long_as_the_bucket() {
    for (String type : List.of("AWS::IAM::Role", "AWS::IAM::Policy")) {
      Map<String, JsonNode> found = COPIED.resources(type);
      assertEquals(1, found.size(), type);
      found.forEach(
          (id, resource) -> assertEquals("Retain", resource.path("DeletionPolicy").asText(), id));
    }
  }

  @Test
  void it_needs_both_and_a_bucket_of_ours() {
    for (String left : CHOSEN.keySet()) {
      Map<String, Object> one = new HashMap<>(CHOSEN);
      one.remove(left);
      assertThrows(IllegalArgumentException.class, () -> Settings.from(one), left);
    }
    Map<String, Object> adopted = new HashMap<>(CHOSEN);
    adopted.put("tapevault:adoptBucket", "theirs");
    assertThrows(IllegalArgumentException.class, () -> Settings.from(adopted));
  }

  private static Map<String, List<String>> actions(Synthesised data) {
    Map<String, List<String>> actions = new TreeMap<>();
    for (JsonNode statement : statements(data)) {
      JsonNode action = statement.path("Action");
      actions.put(
          statement.path("Sid").asText(),
          action.isTextual()
              ? List.of(action.asText())
              : action.valueStream().map(JsonNode::asText).sorted().toList());
    }
    return actions;
  }

  private static JsonNode statements(Synthesised data) {
    return data.one("AWS::IAM::Policy", "VaultReplication").at("/PolicyDocument/Statement");
  }
}
