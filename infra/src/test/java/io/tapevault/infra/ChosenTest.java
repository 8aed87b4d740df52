package io.tapevault.infra;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;

/// What a deployment may choose besides names: a trial, a private API, what its account asks for.
class ChosenTest {

  private static final String BOUNDARY = "arn:aws:iam::111122223333:policy/boundary";
  private static final String WEB_ACL =
      "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/tapevault/0a1b2c3d";
  private static final Map<String, Object> CONTEXT =
      Map.ofEntries(
          entry(Settings.SIEMS, Synthesised.SIEMS),
          entry("tapevault:stage", "trial"),
          entry("tapevault:ephemeral", "true"),
          entry("tapevault:vpcEndpoints", List.of("vpce-0123456789abcdef0")),
          entry("tapevault:webAcl", WEB_ACL),
          entry("tapevault:permissionsBoundary", BOUNDARY),
          entry("tapevault:dashboard", "true"),
          entry("tapevault:canary", "true"),
          entry("tapevault:cloudtrail", "true"),
          entry("tapevault:replicateTo", "arn:aws:s3:::copy"),
          entry("tapevault:replicateKey", "arn:aws:kms:eu-central-1:444455556666:key/0a1b2c3d"),
          entry("tapevault:qualifier", "ours"),
          entry("tapevault:tags", List.of("team=security", "cost=a=b")));
  private static final Stacks STACKS = Synthesised.stacks(null, CONTEXT);
  private static final Synthesised TRIAL = Synthesised.of(STACKS);

  @Test
  void a_trial_leaves_nothing_behind() {
    for (Synthesised stack : List.of(TRIAL, TRIAL.data())) {
      assertFalse(stack.json().findValuesAsText("DeletionPolicy").contains("Retain"));
      assertFalse(stack.json().findValuesAsText("UpdateReplacePolicy").contains("Retain"));
    }
    assertEquals(false, STACKS.data().getTerminationProtection());
    JsonNode table = TRIAL.data().one("AWS::DynamoDB::Table", "Vault");
    assertFalse(table.path("DeletionProtectionEnabled").asBoolean());
    // The test can fail: that of evidence has both.
    JsonNode kept = Synthesised.ANYWHERE.data().one("AWS::DynamoDB::Table", "Vault");
    assertTrue(kept.path("DeletionProtectionEnabled").asBoolean());
  }

  @Test
  void a_private_api_takes_nothing_from_elsewhere_and_lets_nobody_in_by_that() {
    JsonNode api = TRIAL.one("AWS::ApiGateway::RestApi", "Api");
    assertEquals(
        Synthesised.parse(
            """
            {"Types": ["PRIVATE"], "VpcEndpointIds": ["vpce-0123456789abcdef0"]}\
            """),
        api.path("EndpointConfiguration"));
    JsonNode refusal = null;
    for (JsonNode statement : api.at("/Policy/Statement")) {
      if (statement.path("Sid").asText().equals("FromInsideOnly")) {
        refusal = statement;
      } else if (statement.path("Effect").asText().equals("Allow")) {
        assertEquals("execute-api:/*/GET/share/*", statement.path("Resource").asText());
      }
    }
    assertEquals(
        Synthesised.parse(
            """
            {"Sid": "FromInsideOnly", "Effect": "Deny", "Principal": {"AWS": "*"},
             "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
             "Condition": {"StringNotEquals": {"aws:SourceVpce": ["vpce-0123456789abcdef0"]}}}\
            """),
        refusal);
  }

  @Test
  void a_dashboard_shows_the_state_of_every_alarm() {
    String body =
        TRIAL.one("AWS::CloudWatch::Dashboard", "Overview").path("DashboardBody").toString();
    Set<String> alarms = TRIAL.resources("AWS::CloudWatch::Alarm").keySet();
    assertTrue(alarms.size() > 15, alarms::toString);
    alarms.forEach(alarm -> assertTrue(body.contains("\"" + alarm + "\""), alarm));
    assertTrue(Synthesised.ANYWHERE.resources("AWS::CloudWatch::Dashboard").isEmpty());
  }

  @Test
  void a_web_acl_guards_the_stage() {
    JsonNode guard = TRIAL.one("AWS::WAFv2::WebACLAssociation", "Api");
    assertEquals(WEB_ACL, guard.path("WebACLArn").asText());
    assertTrue(guard.path("ResourceArn").toString().contains("/stages/"), guard::toString);
    assertTrue(Synthesised.ANYWHERE.resources("AWS::WAFv2::WebACLAssociation").isEmpty());
  }

  @Test
  void every_role_is_bounded_and_made_by_the_bootstrap_that_was_named() {
    Map<String, JsonNode> roles = TRIAL.properties("AWS::IAM::Role");
    roles.putAll(TRIAL.data().properties("AWS::IAM::Role"));
    assertFalse(roles.isEmpty());
    roles.forEach(
        (id, role) -> assertEquals(BOUNDARY, role.path("PermissionsBoundary").asText(), id));
    for (Synthesised stack : List.of(TRIAL, TRIAL.data())) {
      assertEquals(
          "/cdk-bootstrap/ours/version",
          stack.json().at("/Parameters/BootstrapVersion/Default").asText());
    }
  }

  @Test
  void whatever_is_made_by_choice_has_a_price_or_is_named_as_free() throws IOException {
    String prices =
        Files.readString(
            Synthesised.ROOT.resolve("cli/src/main/resources/io/tapevault/cli/cost/prices.yaml"));
    Set<String> types = new TreeSet<>();
    for (Synthesised stack : List.of(TRIAL, TRIAL.data())) {
      stack.json().path("Resources").forEach(resource -> types.add(resource.path("Type").asText()));
    }
    assertTrue(types.contains("AWS::CloudTrail::Trail"), types::toString);
    types.removeIf(type -> prices.contains("\n  " + type + ": "));
    assertEquals(Set.of(), types, "add them to prices.yaml");
  }

  @Test
  void both_stacks_are_of_their_stage_and_have_the_tags() {
    Set<String> names = new TreeSet<>();
    for (Stack stack : List.of(STACKS.data(), STACKS.functions())) {
      names.add(stack.getStackName());
      assertEquals(Map.of("team", "security", "cost", "a=b"), stack.getTags().tagValues());
    }
    assertEquals(Set.of("Tapevault-trial", "TapevaultData-trial"), names);
  }
}
