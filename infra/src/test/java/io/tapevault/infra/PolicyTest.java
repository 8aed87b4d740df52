package io.tapevault.infra;

import static io.tapevault.infra.Rights.flat;
import static io.tapevault.infra.Rights.statements;
import static io.tapevault.infra.Rights.texts;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What each role may do: exactly this.
class PolicyTest {

  // Where a wildcard is the whole resource, and why.
  private static final Map<String, String> WILDCARDS =
      Map.of("dynamodb:ListStreams", "the action takes no resource");

  private static final Set<String> SHARING =
      Set.of(
          "dynamodb:PutItem",
          "dynamodb:Query",
          "s3:GetObjectVersion",
          "s3:ListBucketVersions",
          "ssm:GetParameter",
          "kms:Decrypt");
  private static final Set<String> HOLDING =
      Set.of(
          "dynamodb:PutItem",
          "dynamodb:Query",
          "dynamodb:UpdateItem",
          "s3:ListBucketVersions",
          "s3:PutObjectLegalHold",
          "s3:GetObjectVersionTagging",
          "s3:PutObjectVersionTagging",
          "ssm:GetParameter",
          "kms:Decrypt");

  private static Set<String> with(Set<String> actions, String... more) {
    Set<String> all = new TreeSet<>(actions);
    all.addAll(List.of(more));
    return all;
  }

  private static final Map<String, Set<String>> ACTIONS =
      Map.ofEntries(
          entry(
              "IngestAccept",
              Set.of(
                  "dynamodb:PutItem",
                  "dynamodb:PartiQLInsert",
                  "dynamodb:Query",
                  "s3:PutObject",
                  "s3:ListMultipartUploadParts",
                  "s3:ListBucketVersions",
                  "s3:ListBucket",
                  "s3:GetObject",
                  "ssm:GetParameter",
                  "kms:Decrypt",
                  "kms:GenerateDataKey")),
          entry(
              "PlaybackAnswer",
              Set.of(
                  "dynamodb:PutItem",
                  "dynamodb:Query",
                  "dynamodb:BatchGetItem",
                  "s3:GetObject",
                  "s3:GetObjectVersion",
                  "s3:ListBucket",
                  "s3:ListBucketVersions",
                  "ssm:GetParameter",
                  "sqs:SendMessage",
                  "kms:Decrypt")),
          entry(
              "OriginalsOriginal",
              Set.of(
                  "dynamodb:PutItem",
                  "dynamodb:Query",
                  "s3:GetObject",
                  "s3:GetObjectVersion",
                  "s3:ListBucket",
                  "s3:ListBucketVersions",
                  "ssm:GetParameter",
                  "kms:Decrypt")),
          entry(
              "OriginalsRedact",
              Set.of(
                  "dynamodb:PutItem",
                  "dynamodb:Query",
                  "s3:GetObjectVersion",
                  "s3:ListBucketVersions",
                  "s3:PutObject",
                  "sqs:SendMessage",
                  "ssm:GetParameter",
                  "kms:Decrypt",
                  "kms:GenerateDataKey")),
          entry("SharingMake", SHARING),
          entry("SharingOpen", SHARING),
          entry(
              "AuthorizingAuthorize",
              Set.of("dynamodb:Query", "dynamodb:UpdateItem", "kms:Decrypt")),
          entry(
              "AuthorizingTokens",
              Set.of(
                  "dynamodb:PutItem",
                  "dynamodb:Query",
                  "dynamodb:UpdateItem",
                  "ssm:GetParameter",
                  "kms:Decrypt")),
          entry("HoldingHold", HOLDING),
          entry(
              "HoldingRetain",
              with(
                  HOLDING,
                  "dynamodb:DeleteItem",
                  "s3:ListBucket",
                  "s3:GetObjectRetention",
                  "s3:DeleteObject")),
          entry(
              "IndexingIndex",
              Set.of(
                  "dynamodb:PutItem",
                  "dynamodb:BatchGetItem",
                  "dynamodb:Query",
                  "s3:GetObject",
                  "s3:GetObjectVersion",
                  "s3:ListBucket",
                  "s3:ListBucketVersions",
                  "s3:ListMultipartUploadParts",
                  "s3:PutObject",
                  "s3:DeleteObject",
                  "ssm:GetParameter",
                  "sqs:SendMessage",
                  "sqs:ReceiveMessage",
                  "sqs:DeleteMessage",
                  "sqs:GetQueueAttributes",
                  "kms:Decrypt",
                  "kms:GenerateDataKey")),
          entry(
              "WatchingWatch",
              Set.of(
                  "dynamodb:PutItem",
                  "dynamodb:BatchGetItem",
                  "dynamodb:Query",
                  "dynamodb:DeleteItem",
                  "s3:GetObject",
                  "s3:ListBucket",
                  "s3:ListBucketVersions",
                  "ssm:GetParameter",
                  "kms:Decrypt")),
          entry(
              "ForwardingForward",
              Set.of(
                  "dynamodb:DescribeStream",
                  "dynamodb:GetRecords",
                  "dynamodb:GetShardIterator",
                  "dynamodb:ListStreams",
                  "sqs:SendMessage",
                  "s3:PutObject",
                  "s3:ListBucket",
                  "kms:Decrypt",
                  "kms:GenerateDataKey")),
          entry(
              "ListingList",
              Set.of(
                  "dynamodb:BatchGetItem",
                  "dynamodb:Query",
                  "dynamodb:PutItem",
                  "dynamodb:DeleteItem",
                  "s3:GetObject",
                  "s3:ListBucket",
                  "sqs:ReceiveMessage",
                  "sqs:DeleteMessage",
                  "sqs:GetQueueAttributes",
                  "ssm:GetParameter",
                  "kms:Decrypt")),
          entry(
              "ForwardingReconcile",
              Set.of(
                  "dynamodb:Query",
                  "dynamodb:PutItem",
                  "dynamodb:DeleteItem",
                  "s3:GetObject",
                  "s3:ListBucket",
                  "sqs:SendMessage",
                  "kms:Decrypt")),
          entry(
              "ForwardingTosocDeliver",
              Set.of(
                  "dynamodb:BatchGetItem",
                  "dynamodb:PutItem",
                  "dynamodb:Query",
                  "s3:GetObject",
                  "s3:ListBucket",
                  "sqs:ReceiveMessage",
                  "sqs:ChangeMessageVisibility",
                  "sqs:DeleteMessage",
                  "sqs:GetQueueAttributes",
                  "s3:PutObject",
                  "ssm:GetParameter",
                  "kms:Decrypt",
                  "kms:GenerateDataKey")));

  @TestFactory
  Stream<DynamicTest> a_function_may_do_its_work_and_nothing_else() {
    return ACTIONS.entrySet().stream()
        .map(role ->
            DynamicTest.dynamicTest(
                role.getKey(),
                () -> {
                  Set<String> expected = new TreeSet<>(role.getValue());
                  expected.addAll(Set.of("logs:CreateLogStream", "logs:PutLogEvents"));
                  Set<String> actions = new TreeSet<>();
                  statements(Synthesised.ANYWHERE, role.getKey())
                      .forEach(s -> actions.addAll(texts(s, "Action")));
                  assertEquals(expected, actions);
                }));
  }

  @Test
  void every_role_of_a_function_is_looked_at() {
    Set<String> roles = Synthesised.ANYWHERE.properties("AWS::IAM::Policy").keySet();
    assertEquals(ACTIONS.size(), roles.size(), roles::toString);
  }

  @Test
  void no_action_has_a_wildcard_and_no_resource_is_one() {
    int seen = 0;
    for (Synthesised stack : Synthesised.all().toList()) {
      for (JsonNode statement : statements(stack, "")) {
        for (String action : texts(statement, "Action")) {
          assertTrue(!action.contains("*"), action);
          if (texts(statement, "Resource").contains("*")) {
            assertTrue(WILDCARDS.containsKey(action), action + " on everything");
          }
          seen++;
        }
      }
    }
    assertTrue(seen > 100, "looked at " + seen + " actions");
  }

  @Test
  void a_wildcard_in_a_resource_stands_only_for_the_objects_under_a_name() {
    Set<String> patterns = new TreeSet<>();
    for (Synthesised stack : Synthesised.all().toList()) {
      for (JsonNode statement : statements(stack, "")) {
        texts(statement, "Resource").stream()
            .filter(r -> r.contains("*") && !r.equals("*"))
            // What stands in the path of a route: PermissionsTest looks at these.
            .filter(r -> !r.contains(":execute-api:"))
            .forEach(patterns::add);
      }
    }
    assertEquals(
        Set.of(
            "<Bucket>/derived/*",
            "<Bucket>/redactions/*",
            "<Bucket>/derived/*.json",
            "<Bucket>/events/*",
            "<Bucket>/exports/*",
            "<Bucket>/recordings/*",
            "<Bucket>/transcripts/*",
            "<Bucket>/transcripts/day=*",
            "<Failures>/*"),
        patterns);
  }

  @Test
  void bringing_back_what_was_put_aside_is_a_right_of_its_own_that_nobody_has() {
    JsonNode policy = Synthesised.ANYWHERE.one("AWS::IAM::ManagedPolicy", "Recovery");
    assertTrue(!policy.has("Roles") && !policy.has("Users") && !policy.has("Groups"));
    Map<String, Set<String>> rights = new TreeMap<>();
    for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
      rights.put(
          statement.path("Sid").asText(),
          texts(statement, "Resource").stream()
              .map(resource -> resource.replaceAll("[0-9A-F]{8}", ""))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    assertEquals(
        Map.of(
            "ReadFailures", Set.of("<Failures>/*"),
            "ListFailures", Set.of("<Failures>"),
            "ReadingKey", Set.of("<Key>"),
            "ForwardAgain", Set.of("<ForwardingForwardFunctionAliaslive>"),
            "ListAgain", Set.of("<ListingListFunctionAliaslive>"),
            "MoveFromDeadLetterQueues",
                Set.of("<ForwardingTosocDead>", "<IndexingDead>", "<ListingDead>"),
            "MoveToQueues", Set.of("<ForwardingTosocQueue>", "<IndexingQueue>", "<ListingQueue>")),
        rights);
  }

  @Test
  void the_settings_are_read_and_put_by_no_function() {
    int seen = 0;
    for (JsonNode statement : statements(Synthesised.ANYWHERE, "")) {
      if (texts(statement, "Action").stream().anyMatch(action -> action.startsWith("ssm:"))) {
        assertEquals(List.of("ssm:GetParameter"), texts(statement, "Action"));
        String resource = flat(statement.path("Resource"));
        assertTrue(resource.endsWith(":parameter/tapevault/Tapevault"), resource);
        seen++;
      }
    }
    assertEquals(13, seen);
  }

  @Test
  void the_key_is_used_only_through_the_service_that_needs_it() {
    int seen = 0;
    for (JsonNode statement : statements(Synthesised.SOMEWHERE, "")) {
      if (texts(statement, "Action").stream().anyMatch(action -> action.startsWith("kms:"))) {
        JsonNode via = statement.path("Condition").path("StringLike").path("kms:ViaService");
        assertTrue(flat(via).matches("(dynamodb|s3|ssm)\\.eu-west-1\\.[*]"), () -> flat(via));
        seen++;
      }
    }
    assertTrue(seen > 5, "looked at " + seen);
  }

  @Test
  void a_function_reads_exactly_the_secrets_that_its_siem_names() {
    List<String> rights =
        statements(Synthesised.SOMEWHERE, "").stream()
            .filter(
                statement -> statement.path("Sid").asText().matches("ReadSecrets|ReadParameters"))
            .map(statement ->
                statement.path("Action").asText() + " " + statement.path("Resource").asText())
            .toList();
    assertEquals(
        List.of(
            "secretsmanager:GetSecretValue"
                + " arn:aws:secretsmanager:eu-west-1:123456789012:secret:lake-AbCdEf",
            "ssm:GetParameter arn:aws:ssm:eu-west-1:123456789012:parameter/lake"),
        rights);
    assertEquals(
        2,
        statements(Synthesised.SOMEWHERE, "ForwardingTolake").stream()
            .filter(
                statement -> statement.path("Sid").asText().matches("ReadSecrets|ReadParameters"))
            .count());
  }

  @Test
  void no_policy_of_aws_is_attached() {
    Synthesised.ANYWHERE
        .properties("AWS::IAM::Role")
        .forEach((id, role) -> assertEquals(List.of(), texts(role, "ManagedPolicyArns"), id));
  }
}
