package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What each role may do: exactly this.
class PolicyTest {

  // Where a wildcard is the whole resource, and why.
  private static final Map<String, String> WILDCARDS =
      Map.of("dynamodb:ListStreams", "the action takes no resource");

  // Policies of AWS that the template attaches, each to one role.
  private static final Map<String, String> MANAGED =
      Map.of(
          "BucketNotificationsHandler", "AWSLambdaBasicExecutionRole", // CDK's own function
          "FrontDoorApiCloudWatchRole",
              "AmazonAPIGatewayPushToCloudWatchLogs"); // what API Gateway asks for

  private static final Map<String, Set<String>> ACTIONS =
      Map.of(
          "IngestAccept",
              Set.of("dynamodb:PutItem", "s3:PutObject", "kms:Decrypt", "kms:GenerateDataKey"),
          "PlaybackAnswer",
              Set.of(
                  "dynamodb:Query",
                  "dynamodb:GetItem",
                  "dynamodb:DescribeTable",
                  "s3:GetObject",
                  "s3:GetObjectVersion",
                  "s3:ListBucketVersions",
                  "s3:PutObject",
                  "kms:Decrypt",
                  "kms:GenerateDataKey"),
          "IndexingIndex",
              Set.of(
                  "dynamodb:PutItem",
                  "s3:GetObject",
                  "s3:GetObjectVersion",
                  "s3:ListBucketVersions",
                  "s3:PutObject",
                  "s3:ListBucket",
                  "kms:Decrypt",
                  "kms:GenerateDataKey"),
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
                  "kms:GenerateDataKey"),
          "ForwardingTosocDeliver",
              Set.of(
                  "dynamodb:GetItem",
                  "dynamodb:BatchGetItem",
                  "dynamodb:PutItem",
                  "s3:GetObject",
                  "s3:GetObjectVersion",
                  "sqs:ReceiveMessage",
                  "sqs:DeleteMessage",
                  "sqs:GetQueueAttributes",
                  "s3:PutObject",
                  "kms:Decrypt",
                  "kms:GenerateDataKey"));

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
    assertEquals(
        ACTIONS.size() + 1, roles.size(), () -> "and the one of CDK's own function: " + roles);
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
            .forEach(patterns::add);
      }
    }
    assertEquals(
        Set.of("<Bucket>/derived/*", "<Bucket>/events/*", "<Bucket>/recordings/*", "<Failures>/*"),
        patterns);
  }

  @Test
  void who_hands_out_upload_urls_can_put_and_neither_read_nor_delete() {
    Map<String, Set<String>> onBucket = new TreeMap<>();
    for (JsonNode statement : statements(Synthesised.ANYWHERE, "IngestAccept")) {
      for (String action : texts(statement, "Action")) {
        if (action.startsWith("s3:")) {
          onBucket.put(action, new TreeSet<>(texts(statement, "Resource")));
        }
      }
    }
    assertEquals(
        Map.of("s3:PutObject", Set.of("<Bucket>/events/*", "<Bucket>/recordings/*")), onBucket);
  }

  @Test
  void only_the_table_and_its_index_by_day_can_be_searched() {
    JsonNode search = statement("PlaybackAnswer", "SearchEvents");
    assertEquals(List.of("<Table>", "<Table>/index/timesearchV2"), texts(search, "Resource"));
  }

  @Test
  void versions_are_listed_only_under_the_names_that_are_ours() {
    JsonNode list = statement("PlaybackAnswer", "ListVersions");
    assertEquals(
        Synthesised.parse(
            "{\"StringLike\":{\"s3:prefix\":[\"recordings/*\",\"derived/*\",\"events/*\"]}}"),
        list.path("Condition"));
  }

  @Test
  void the_key_is_used_only_through_the_service_that_needs_it() {
    int seen = 0;
    for (JsonNode statement : statements(Synthesised.SOMEWHERE, "")) {
      if (texts(statement, "Action").stream().anyMatch(action -> action.startsWith("kms:"))) {
        JsonNode via = statement.path("Condition").path("StringEquals").path("kms:ViaService");
        assertTrue(
            flat(via).matches("(dynamodb|s3)\\.eu-west-1\\.<AWS::URLSuffix>"), () -> flat(via));
        seen++;
      }
    }
    assertTrue(seen > 5, "looked at " + seen);
  }

  @Test
  void policies_of_aws_are_attached_only_where_there_is_no_way_round() {
    Map<String, List<String>> attached = new TreeMap<>();
    Synthesised.ANYWHERE
        .properties("AWS::IAM::Role")
        .forEach((id, role) -> {
          List<String> arns = texts(role, "ManagedPolicyArns");
          if (!arns.isEmpty()) {
            attached.put(id, arns);
          }
        });
    assertEquals(MANAGED.size(), attached.size(), attached::toString);
    MANAGED.forEach((role, policy) ->
        assertTrue(
            attached.entrySet().stream()
                .anyMatch(a ->
                    a.getKey().startsWith(role) && a.getValue().getFirst().endsWith("/" + policy)),
            attached::toString));
  }

  private static JsonNode statement(String role, String sid) {
    return statements(Synthesised.ANYWHERE, role).stream()
        .filter(statement -> statement.path("Sid").asText().equals(sid))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> statements(Synthesised stack, String role) {
    List<JsonNode> statements = new ArrayList<>();
    stack
        .properties("AWS::IAM::Policy")
        .forEach((id, policy) -> {
          if (id.startsWith(role)) {
            policy.path("PolicyDocument").path("Statement").forEach(statements::add);
          }
        });
    return statements;
  }

  private static List<String> texts(JsonNode statement, String field) {
    JsonNode value = statement.path(field);
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(one -> texts.add(flat(one)));
    } else if (!value.isMissingNode()) {
      texts.add(flat(value));
    }
    return texts;
  }

  /// A value with the names of resources in place of what CloudFormation puts there.
  private static String flat(JsonNode value) {
    if (value.has("Fn::Join")) {
      StringBuilder joined = new StringBuilder();
      value.path("Fn::Join").path(1).forEach(part -> joined.append(flat(part)));
      return joined.toString();
    }
    if (value.has("Fn::GetAtt")) {
      String id = value.path("Fn::GetAtt").path(0).asText();
      return "<" + id.replaceAll("^Vault|[0-9A-F]{8}$", "") + ">";
    }
    return value.has("Ref") ? "<" + value.path("Ref").asText() + ">" : value.asText();
  }
}
