package io.tapevault.infra.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.infra.Synthesised;
import io.tapevault.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VaultTest {

  @Test
  void the_table_is_teleports() {
    ObjectNode table = Synthesised.ANYWHERE.data().one("AWS::DynamoDB::Table", "").deepCopy();
    String key =
        table.path("SSESpecification").path("KMSMasterKeyId").path("Fn::GetAtt").path(0).asText();
    assertTrue(Synthesised.ANYWHERE.data().properties("AWS::KMS::Key").containsKey(key), key);
    ((ObjectNode) table.path("SSESpecification")).remove("KMSMasterKeyId");
    assertEquals(
        Synthesised.parse(
            """
            {
              "AttributeDefinitions": [
                {"AttributeName": "SessionID", "AttributeType": "S"},
                {"AttributeName": "EventIndex", "AttributeType": "N"},
                {"AttributeName": "CreatedAtDate", "AttributeType": "S"},
                {"AttributeName": "CreatedAt", "AttributeType": "N"}
              ],
              "KeySchema": [
                {"AttributeName": "SessionID", "KeyType": "HASH"},
                {"AttributeName": "EventIndex", "KeyType": "RANGE"}
              ],
              "GlobalSecondaryIndexes": [{
                "IndexName": "timesearchV2",
                "KeySchema": [
                  {"AttributeName": "CreatedAtDate", "KeyType": "HASH"},
                  {"AttributeName": "CreatedAt", "KeyType": "RANGE"}
                ],
                "Projection": {"ProjectionType": "ALL"}
              }],
              "TableClass": "STANDARD_INFREQUENT_ACCESS",
              "TimeToLiveSpecification": {"AttributeName": "Expires", "Enabled": true},
              "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
              "BillingMode": "PAY_PER_REQUEST",
              "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true},
              "SSESpecification": {"SSEEnabled": true, "SSEType": "KMS"},
              "DeletionProtectionEnabled": true
            }\
            """),
        table);
  }

  @Test
  void every_bucket_is_versioned_encrypted_and_closed() {
    Map<String, JsonNode> buckets = Synthesised.ANYWHERE.data().properties("AWS::S3::Bucket");
    assertEquals(2, buckets.size());
    buckets.forEach((id, bucket) -> {
      assertEquals("Enabled", bucket.at("/VersioningConfiguration/Status").asText(), id);
      JsonNode rule = bucket.at("/BucketEncryption/ServerSideEncryptionConfiguration/0");
      assertTrue(rule.path("BucketKeyEnabled").asBoolean(), id);
      assertEquals("aws:kms", rule.at("/ServerSideEncryptionByDefault/SSEAlgorithm").asText(), id);
      assertTrue(rule.at("/ServerSideEncryptionByDefault/KMSMasterKeyID").has("Fn::GetAtt"), id);
      assertEquals(
          Synthesised.parse(
              """
              {"BlockPublicAcls": true, "BlockPublicPolicy": true,
               "IgnorePublicAcls": true, "RestrictPublicBuckets": true}\
              """),
          bucket.path("PublicAccessBlockConfiguration"),
          id);
      assertEquals(
          id.startsWith("VaultBucket") ? 30 : 7,
          bucket
              .at(
                  "/LifecycleConfiguration/Rules/0/AbortIncompleteMultipartUpload/DaysAfterInitiation")
              .asInt(),
          id);
    });
  }

  @Test
  void nothing_is_removed_by_age_and_no_older_version_but_what_was_marked_when_it_had_expired() {
    JsonNode rules =
        Synthesised.ANYWHERE
            .data()
            .one("AWS::S3::Bucket", "VaultBucket")
            .at("/LifecycleConfiguration/Rules");
    assertEquals(5, rules.size());
    int marked = 0;
    for (JsonNode rule : rules) {
      if (rule.path("Prefix").asText().equals("transcripts/")) {
        // What can be made again, and was removed.
        assertTrue(!rule.has("ExpirationInDays"));
        continue;
      }
      if (rule.path("Prefix").asText().equals("exports/")) {
        // Copies of what is in the table.
        continue;
      }
      if (rule.has("ExpirationInDays")
          || rule.has("ExpirationDate")
          || rule.has("NoncurrentVersionExpiration")
          || rule.has("NoncurrentVersionExpirationInDays")) {
        assertEquals(
            Synthesised.parse("[{\"Key\": \"tapevault\", \"Value\": \"expired\"}]"),
            rule.path("TagFilters"));
        marked++;
      }
    }
    assertEquals(1, marked);
  }

  @Test
  void a_lock_is_on_all_that_is_put_from_the_first_object_on_and_only_where_it_was_chosen() {
    JsonNode locked = Synthesised.OTHER_BUCKET.data().one("AWS::S3::Bucket", "VaultBucket");
    assertTrue(locked.path("ObjectLockEnabled").asBoolean());
    assertEquals(
        Synthesised.parse(
            """
            {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 365}}}\
            """),
        locked.path("ObjectLockConfiguration"));
    Synthesised compliance = Synthesised.of(null, Map.of(Settings.OBJECT_LOCK, "compliance:2d"));
    assertEquals(
        Synthesised.parse("{\"Mode\": \"COMPLIANCE\", \"Days\": 2}"),
        compliance
            .data()
            .one("AWS::S3::Bucket", "VaultBucket")
            .at("/ObjectLockConfiguration/Rule/DefaultRetention"));
    for (Synthesised stack : List.of(Synthesised.ANYWHERE, Synthesised.OTHER_BUCKET)) {
      JsonNode failures = stack.data().one("AWS::S3::Bucket", "VaultFailures");
      assertTrue(!failures.has("ObjectLockEnabled") && !failures.has("ObjectLockConfiguration"));
    }
    assertTrue(
        !Synthesised.ANYWHERE
            .data()
            .one("AWS::S3::Bucket", "VaultBucket")
            .has("ObjectLockEnabled"));
  }

  @Test
  void with_a_lock_too_nothing_is_removed_but_what_was_marked() {
    assertEquals(
        Synthesised.ANYWHERE
            .data()
            .one("AWS::S3::Bucket", "VaultBucket")
            .path("LifecycleConfiguration"),
        Synthesised.OTHER_BUCKET
            .data()
            .one("AWS::S3::Bucket", "VaultBucket")
            .path("LifecycleConfiguration"));
  }

  @Test
  void nobody_who_hands_out_uploads_or_converts_can_mark_a_recording_as_expired() {
    Map<String, JsonNode> policies = Synthesised.ANYWHERE.properties("AWS::IAM::Policy");
    assertEquals(
        Set.of("HoldingHold", "HoldingRetain"),
        policies.entrySet().stream()
            .filter(policy -> policy.getValue().toString().contains("Tagging"))
            .map(policy -> policy.getKey().replaceAll("RoleDefaultPolicy.*", ""))
            .collect(Collectors.toSet()));
  }

  @Test
  void every_bucket_refuses_plain_http_and_old_tls() {
    Map<String, JsonNode> policies =
        Synthesised.ANYWHERE.data().properties("AWS::S3::BucketPolicy");
    assertEquals(2, policies.size());
    policies.forEach((id, policy) -> {
      JsonNode statements = policy.at("/PolicyDocument/Statement");
      assertEquals("Deny", statements.at("/0/Effect").asText(), id);
      assertEquals("false", statements.at("/0/Condition/Bool/aws:SecureTransport").asText(), id);
      assertEquals("Deny", statements.at("/1/Effect").asText(), id);
      assertEquals(1.2, statements.at("/1/Condition/NumericLessThan/s3:TlsVersion").asDouble(), id);
    });
  }

  @Test
  void nothing_is_put_over_what_is_there_and_nothing_under_other_names() {
    assertEquals(
        Synthesised.parse(
            """
            {"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}}\
            """),
        refusal(Synthesised.ANYWHERE, "NothingIsOverwritten").path("Condition"));
    assertEquals(
        List.of(
            "/recordings/*.tar",
            "/events/*",
            "/derived/*",
            "/redactions/*",
            "/transcripts/*",
            "/exports/*"),
        names(refusal(Synthesised.ANYWHERE, "NoOtherNames").path("NotResource")));
    assertEquals(
        List.of("/*"),
        names(refusal(Synthesised.ANYWHERE, "NothingIsOverwritten").path("Resource")));
  }

  @Test
  void teleport_may_write_recordings_as_it_always_has_where_its_role_is_named() {
    assertEquals(
        Synthesised.parse(
            """
            {"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"},
             "ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/teleport"}}\
            """),
        refusal(Synthesised.OTHER_BUCKET, "NothingIsOverwritten").path("Condition"));
    assertEquals(
        List.of(
            "/recordings/*",
            "/events/*",
            "/derived/*",
            "/redactions/*",
            "/transcripts/*",
            "/exports/*"),
        names(refusal(Synthesised.OTHER_BUCKET, "NoOtherNames").path("NotResource")));
  }

  private static JsonNode refusal(Synthesised stack, String sid) {
    for (JsonNode statement :
        stack.data().one("AWS::S3::BucketPolicy", "VaultBucket").at("/PolicyDocument/Statement")) {
      if (statement.path("Sid").asText().equals(sid)) {
        assertEquals("Deny", statement.path("Effect").asText());
        assertEquals("s3:PutObject", statement.path("Action").asText());
        assertEquals("*", statement.at("/Principal/AWS").asText());
        return statement;
      }
    }
    throw new AssertionError("no statement " + sid);
  }

  private static List<String> names(JsonNode resources) {
    List<String> names = new ArrayList<>();
    (resources.isArray() ? resources : List.of(resources))
        .forEach(one -> names.add(one.at("/Fn::Join/1/1").asText()));
    return names;
  }

  @Test
  void the_key_is_rotated() {
    assertTrue(
        Synthesised.ANYWHERE.data().one("AWS::KMS::Key", "").path("EnableKeyRotation").asBoolean());
  }

  @Test
  void names_are_cloudformations_unless_chosen() {
    assertTrue(!Synthesised.ANYWHERE.data().one("AWS::DynamoDB::Table", "").has("TableName"));
    Synthesised.ANYWHERE
        .data()
        .properties("AWS::S3::Bucket")
        .forEach((id, b) -> assertTrue(!b.has("BucketName"), id));
    assertEquals(
        "teleport.events",
        Synthesised.OTHER_TABLE.data().one("AWS::DynamoDB::Table", "").path("TableName").asText());
    assertEquals(
        Set.of("", "my-bucket"),
        Synthesised.OTHER_BUCKET.data().properties("AWS::S3::Bucket").values().stream()
            .map(bucket -> bucket.path("BucketName").asText())
            .collect(Collectors.toSet()));
  }

  @Test
  void a_key_that_is_there_encrypts_everything_and_its_policy_is_not_touched() {
    String key = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d";
    Synthesised theirs = Synthesised.of(null, Map.of("tapevault:key", key));
    assertEquals(Map.of(), theirs.data().resources("AWS::KMS::Key"));
    for (JsonNode bucket : theirs.data().properties("AWS::S3::Bucket").values()) {
      assertEquals(
          key,
          bucket
              .at("/BucketEncryption/ServerSideEncryptionConfiguration/0")
              .at("/ServerSideEncryptionByDefault/KMSMasterKeyID")
              .asText());
    }
    JsonNode table = theirs.data().properties("AWS::DynamoDB::Table").values().iterator().next();
    assertEquals(key, table.at("/SSESpecification/KMSMasterKeyId").asText());
    assertEquals(key, theirs.data().outputs().at("/KeyName/Value").asText());
  }
}
