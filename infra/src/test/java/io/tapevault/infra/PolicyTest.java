package io.tapevault.infra;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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
                  "s3:PutObject",
                  "s3:DeleteObject",
                  "ssm:GetParameter",
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
            "<Bucket>/recordings/*",
            "<Bucket>/transcripts/*",
            "<Bucket>/transcripts/day=*",
            "<Failures>/*"),
        patterns);
  }

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
  void only_the_table_and_its_index_by_day_can_be_searched() {
    JsonNode search = statement("PlaybackAnswer", "SearchEvents");
    assertEquals(
        Set.of("<Table>", "<Table>/index/timesearchV2"), Set.copyOf(texts(search, "Resource")));
  }

  @Test
  void who_plays_writes_events_and_nothing_that_the_vault_keeps_beside_them() {
    JsonNode out = statement("PlaybackAnswer", "KeepOut");
    assertEquals("Deny", out.path("Effect").asText());
    assertEquals(List.of("dynamodb:PutItem"), texts(out, "Action"));
    assertEquals(
        Synthesised.parse(
            "{\"ForAnyValue:StringLike\":{\"dynamodb:LeadingKeys\":"
                + "[\"holds#*\",\"parked#*\",\"receipts#*\",\"register#*\",\"sessions#*\",\"tokens#*\"]},"
                + "\"ForAnyValue:StringNotLike\":{\"dynamodb:LeadingKeys\":[\"register#keys\"]}}"),
        out.path("Condition"),
        "but for the key of cursors");
    assertEquals(
        out.at("/Condition/ForAnyValue:StringLike"),
        statement("OriginalsOriginal", "KeepOut").at("/Condition/ForAnyValue:StringLike"));
    assertFalse(
        statement("OriginalsOriginal", "KeepOut")
            .path("Condition")
            .has("ForAnyValue:StringNotLike"));
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
    for (String role : ACTIONS.keySet()) {
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
  void what_anybody_may_call_finds_links_and_holds_and_puts_nothing_into_their_partitions() {
    for (String role : List.of("SharingMake", "SharingOpen")) {
      assertEquals(
          Synthesised.parse(
              "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"register#shares\"]}}"),
          statement(role, "FindShares").path("Condition"));
      assertEquals(
          List.of("FindShares", "ReadHolds"),
          statements(Synthesised.ANYWHERE, role).stream()
              .filter(one -> texts(one, "Action").contains("dynamodb:Query"))
              .map(one -> one.path("Sid").asText())
              .sorted()
              .toList());
    }
    assertEquals(statement("OriginalsOriginal", "KeepOut"), statement("SharingOpen", "KeepOut"));
    assertEquals(
        Synthesised.parse("[\"register#shares\"]"),
        statement("SharingMake", "KeepTo")
            .at("/Condition/ForAnyValue:StringNotLike/dynamodb:LeadingKeys"));
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
  void a_large_event_that_is_gone_is_told_from_one_that_is_refused() {
    for (String reader : Set.of("PlaybackAnswer", "ForwardingTosocDeliver")) {
      JsonNode list = statement(reader, "TellGoneFromRefused");
      assertEquals(List.of("s3:ListBucket"), texts(list, "Action"), reader);
      assertEquals(
          Synthesised.parse("{\"StringLike\":{\"s3:prefix\":[\"events/*\"]}}"),
          list.path("Condition"),
          reader);
    }
  }

  @Test
  void who_lets_in_sees_tokens_alone_and_changes_nothing_but_when_one_was_used() {
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"tokens#\"]}}"),
        statement("AuthorizingAuthorize", "ReadTokens").path("Condition"));
    assertEquals(
        Synthesised.parse(
            """
            {"ForAllValues:StringEquals":
               {"dynamodb:LeadingKeys": ["tokens#"],
                "dynamodb:Attributes": ["SessionID", "EventIndex", "UsedAt"]},
             "StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"}}\
            """),
        statement("AuthorizingAuthorize", "NoteTokenUse").path("Condition"));
  }

  @Test
  void who_issues_tokens_writes_events_and_tokens_and_brings_none_back() {
    assertEquals(
        Synthesised.parse("[\"tokens#\"]"),
        statement("AuthorizingTokens", "KeepTo")
            .path("Condition")
            .path("ForAnyValue:StringNotLike")
            .path("dynamodb:LeadingKeys"));
    assertEquals(
        Synthesised.parse("[\"SessionID\", \"EventIndex\", \"RevokedBy\", \"RevokedAt\"]"),
        statement("AuthorizingTokens", "RevokeTokens")
            .path("Condition")
            .path("ForAllValues:StringEquals")
            .path("dynamodb:Attributes"));
  }

  @Test
  void who_delivers_notes_what_its_own_siem_has_had_and_whether_it_is_down() {
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"receipts#soc#*\"]}}"),
        statement("ForwardingTosocDeliver", "NoteReceipts").path("Condition"));
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"register#sinks\"]}}"),
        statement("ForwardingTosocDeliver", "KeepSinkStates").path("Condition"));
  }

  @Test
  void who_delivers_changes_beside_events_nothing_that_the_vault_keeps_but_its_own() {
    JsonNode keep = statement("ForwardingTosocDeliver", "KeepTo");
    assertEquals("Deny", keep.path("Effect").asText());
    assertEquals(List.of("dynamodb:PutItem"), texts(keep, "Action"));
    assertEquals(
        Synthesised.parse(
            """
            {"ForAnyValue:StringLike":
               {"dynamodb:LeadingKeys": ["holds#*", "receipts#*", "register#*", "sessions#*", "tokens#*"]},
             "ForAnyValue:StringNotLike":
               {"dynamodb:LeadingKeys": ["receipts#soc#*", "register#sinks"]}}\
            """),
        keep.path("Condition"));
  }

  @Test
  void who_reconciles_writes_only_how_far_it_has_come() {
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"register#replays\"]}}"),
        statement("ForwardingReconcile", "KeepReplays").path("Condition"));
  }

  @Test
  void the_door_reads_of_the_table_what_is_parked_and_what_is_asked_for_once_more() {
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"register#replays\",\"parked#*\"]}}"),
        statement("IngestAccept", "FindReplays").path("Condition"));
  }

  @Test
  void what_is_parked_lies_beside_the_events() {
    JsonNode park = statement("ForwardingTosocDeliver", "ParkEvents");
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"parked#*\"]}}"),
        park.path("Condition"));
  }

  @Test
  void who_looks_for_silence_removes_nothing_but_what_is_in_the_register() {
    JsonNode remove = statement("WatchingWatch", "RemoveFromRegister");
    assertEquals(List.of("dynamodb:DeleteItem"), texts(remove, "Action"));
    assertEquals(
        Synthesised.parse(
            "{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"register#*\"]}}"),
        remove.path("Condition"));
    List<String> recordings =
        statements(Synthesised.ANYWHERE, "WatchingWatch").stream()
            .flatMap(one -> texts(one, "Resource").stream())
            .filter(resource -> resource.contains("/recordings/"))
            .toList();
    assertEquals(List.of(), recordings);
  }

  @Test
  void who_holds_changes_nothing_of_an_event_but_when_it_expires_and_reads_no_recording() {
    for (String role : Set.of("HoldingHold", "HoldingRetain")) {
      assertEquals(
          Synthesised.parse(
              """
              {"ForAllValues:StringEquals":
                 {"dynamodb:Attributes": ["SessionID", "EventIndex", "Expires", "Held"]},
               "StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"}}\
              """),
          statement(role, "ChangeExpiry").path("Condition"));
      assertEquals(
          List.of("<Bucket>/recordings/*"), texts(statement(role, "ProtectObjects"), "Resource"));
    }
    String holds = "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"holds#\"]}}";
    assertEquals(
        Synthesised.parse(holds), statement("HoldingRetain", "ForgetHolds").path("Condition"));
    assertEquals(
        Synthesised.parse(holds), statement("IngestAccept", "ReadHolds").path("Condition"));
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
        JsonNode via = statement.path("Condition").path("StringEquals").path("kms:ViaService");
        assertTrue(
            flat(via).matches("(dynamodb|s3|ssm)\\.eu-west-1\\.<AWS::URLSuffix>"), () -> flat(via));
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

  private static JsonNode statement(String role, String sid) {
    return statements(Synthesised.ANYWHERE, role).stream()
        .filter(statement -> statement.path("Sid").asText().equals(sid))
        .findFirst()
        .orElseThrow();
  }

  static List<JsonNode> statements(Synthesised stack, String role) {
    List<JsonNode> statements = new ArrayList<>();
    for (String type : List.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
      stack
          .properties(type)
          .forEach((id, policy) -> {
            if (id.startsWith(role)) {
              policy.path("PolicyDocument").path("Statement").forEach(statements::add);
            }
          });
    }
    return statements;
  }

  static List<String> texts(JsonNode statement, String field) {
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
  static String flat(JsonNode value) {
    return written(value)
        .replaceAll("arn:[^/]*:table/<Table>", "<Table>")
        .replaceAll("arn:[^/]*:s3:::<", "<");
  }

  private static String written(JsonNode value) {
    if (value.has("Fn::Join")) {
      StringBuilder joined = new StringBuilder();
      value.path("Fn::Join").path(1).forEach(part -> joined.append(written(part)));
      return joined.toString();
    }
    if (value.has("Fn::GetAtt")) {
      String id = value.path("Fn::GetAtt").path(0).asText();
      return "<" + id.replaceAll("^Vault|[0-9A-F]{8}$", "") + ">";
    }
    return value.has("Ref") ? "<" + value.path("Ref").asText() + ">" : value.asText();
  }
}
