package io.tapevault.infra.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import io.tapevault.infra.settings.Settings;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CanaryTest {

  private static final Synthesised TRIED =
      Synthesised.of(null, Map.of(Settings.SIEMS, Synthesised.SIEMS, "tapevault:canary", "true"));

  @Test
  void every_alias_that_the_api_calls_is_moved_with_one_call_of_ten_first() {
    String called = "";
    for (String type : Set.of("AWS::ApiGateway::Method", "AWS::ApiGateway::Authorizer")) {
      called += TRIED.resources(type).values();
    }
    Set<String> groups = new TreeSet<>();
    int moved = 0;
    for (Map.Entry<String, JsonNode> alias : TRIED.resources("AWS::Lambda::Alias").entrySet()) {
      JsonNode update = alias.getValue().at("/UpdatePolicy/CodeDeployLambdaAliasUpdate");
      assertEquals(
          called.contains("\"" + alias.getKey() + "\""), update.isObject(), alias.getKey());
      if (update.isObject()) {
        moved++;
        groups.add(update.at("/DeploymentGroupName/Ref").asText());
      }
    }
    assertEquals(9, moved);
    assertEquals(TRIED.resources("AWS::CodeDeploy::DeploymentGroup").keySet(), groups);
    TRIED
        .properties("AWS::CodeDeploy::DeploymentGroup")
        .forEach((id, group) -> {
          assertEquals(
              "CodeDeployDefault.LambdaCanary10Percent10Minutes",
              group.path("DeploymentConfigName").asText());
          assertTrue(
              group.at("/AlarmConfiguration/Alarms/0/Name/Ref").asText().startsWith("CanaryFails"));
          assertTrue(group.at("/AlarmConfiguration/Enabled").asBoolean());
          assertTrue(
              group
                  .at("/AutoRollbackConfiguration/Events")
                  .toString()
                  .contains("DEPLOYMENT_STOP_ON_ALARM"),
              id);
        });
    assertEquals(0, Synthesised.ANYWHERE.json().findValues("UpdatePolicy").size());
  }

  @Test
  void what_it_tries_are_versions_that_snapstart_has_made() {
    TRIED
        .resources("AWS::Lambda::Alias")
        .forEach((id, alias) -> {
          if (alias.has("UpdatePolicy")) {
            String version = alias.at("/Properties/FunctionVersion/Fn::GetAtt/0").asText();
            JsonNode published = TRIED.resources("AWS::Lambda::Version").get(version);
            assertTrue(published != null, id);
            String function = alias.at("/Properties/FunctionName/Ref").asText();
            assertEquals(
                "PublishedVersions",
                TRIED
                    .json()
                    .path("Resources")
                    .path(function)
                    .at("/Properties/SnapStart/ApplyOn")
                    .asText());
          }
        });
  }

  @Test
  void who_moves_them_may_move_those_alone() {
    JsonNode policy = TRIED.one("AWS::IAM::Policy", "CanaryPolicy");
    Set<String> moved = new TreeSet<>();
    for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
      switch (statement.path("Sid").asText()) {
        case "MoveAliases" ->
            statement.path("Resource").forEach(one -> moved.add(one.at("/Fn::GetAtt/0").asText()));
        case "LookAtConcurrency" ->
            assertFalse(statement.path("Resource").toString().contains("*"));
        case "LookAtAlarms" ->
            assertEquals("cloudwatch:DescribeAlarms", statement.path("Action").asText());
        default -> throw new AssertionError(statement);
      }
    }
    assertEquals(9, moved.size());
    JsonNode role = TRIED.one("AWS::IAM::Role", "CanaryRole");
    assertFalse(role.has("ManagedPolicyArns"), role::toString);
    assertFalse(moved.stream().anyMatch(id -> id.startsWith("Forwarding")), moved::toString);
  }
}
