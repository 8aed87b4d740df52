package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.data.Name;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What stays when the stack goes, or when it could not be made.
class RetainedTest {

  // Where a type of ours gets a name that two of them cannot have.
  private static final Set<String> NAMES =
      Set.of("TableName", "BucketName", "LogGroupName", "AliasName", "KeyName", "Name");

  @Test
  void losing_the_stack_loses_no_data() {
    assertEquals(
        Map.of(
            "AWS::DynamoDB::Table", 1,
            "AWS::S3::Bucket", 2,
            "AWS::S3::BucketPolicy", 2,
            "AWS::KMS::Key", 1),
        types(retained(Synthesised.ANYWHERE.data())));
    Set<String> rest = new TreeSet<>();
    Synthesised.ANYWHERE
        .data()
        .json()
        .path("Resources")
        .forEach(resource -> {
          if (!resource.path("DeletionPolicy").asText().equals("Retain")) {
            rest.add(resource.path("Type").asText());
          }
        });
    assertEquals(Set.of("AWS::SSM::Parameter"), rest, "names, which are written down again");
  }

  @Test
  void who_asked_for_what_stays_when_the_functions_go() {
    assertEquals(
        Map.of("AWS::Logs::LogGroup", 2, "AWS::Lambda::Version", 16),
        types(retained(Synthesised.ANYWHERE)));
  }

  @Test
  void nobody_deletes_the_stack_of_what_is_kept_by_mistake() {
    Stacks stacks = Synthesised.stacks(null, Map.of());
    assertEquals(true, stacks.data().getTerminationProtection());
    assertEquals(false, stacks.functions().getTerminationProtection());
    assertEquals(List.of(stacks.data()), stacks.functions().getDependencies());
  }

  @Test
  void neither_stack_holds_the_other_by_an_export() {
    for (Synthesised stack : List.of(Synthesised.ANYWHERE, Synthesised.ANYWHERE.data())) {
      assertTrue(stack.json().findValues("Export").isEmpty());
      assertTrue(stack.json().findValues("Fn::ImportValue").isEmpty());
      assertTrue(stack.json().findValues("Fn::GetStackOutput").isEmpty());
    }
  }

  @Test
  void the_functions_look_up_every_name_that_is_written_down() {
    Set<String> written = new TreeSet<>();
    Synthesised.ANYWHERE
        .data()
        .properties("AWS::SSM::Parameter")
        .values()
        .forEach(parameter ->
            written.add(
                parameter.at("/Name/Fn::Join/1/0").asText()
                    + "TapevaultData"
                    + parameter.at("/Name/Fn::Join/1/2").asText()));
    Set<String> looked = new TreeSet<>();
    for (Name name : Name.values()) {
      JsonNode parameter = Synthesised.ANYWHERE.json().path("Parameters").path(name.word());
      assertEquals("AWS::SSM::Parameter::Value<String>", parameter.path("Type").asText());
      looked.add(parameter.path("Default").asText());
    }
    assertEquals(written, looked);
  }

  private static Map<String, Integer> types(Map<String, JsonNode> resources) {
    Map<String, Integer> types = new TreeMap<>();
    resources.values().forEach(r -> types.merge(r.path("Type").asText(), 1, Integer::sum));
    return types;
  }

  @Test
  void whatever_protects_what_stays_stays_as_long() {
    Map<String, JsonNode> retained = retained(Synthesised.ANYWHERE.data());
    Set<String> buckets = new TreeSet<>();
    Set<String> keys = new TreeSet<>();
    retained.forEach((id, resource) -> {
      if (resource.path("Type").asText().equals("AWS::S3::BucketPolicy")) {
        buckets.add(resource.at("/Properties/Bucket/Ref").asText());
      }
      resource
          .findValues("KMSMasterKeyID")
          .forEach(key -> keys.add(key.at("/Fn::GetAtt/0").asText()));
      resource
          .findValues("KMSMasterKeyId")
          .forEach(key -> keys.add(key.at("/Fn::GetAtt/0").asText()));
    });
    assertEquals(Synthesised.ANYWHERE.data().resources("AWS::S3::Bucket").keySet(), buckets);
    assertEquals(1, keys.size());
    assertTrue(retained.keySet().containsAll(keys), keys::toString);
  }

  @Test
  void it_stays_on_replacement_too() {
    retained()
        .forEach((id, resource) ->
            assertEquals("Retain", resource.path("UpdateReplacePolicy").asText(), id));
  }

  @Test
  void a_second_deployment_does_not_meet_what_a_failed_first_one_left() {
    retained()
        .forEach((id, resource) ->
            NAMES.forEach(name -> assertTrue(!resource.path("Properties").has(name), id)));
  }

  @Test
  void every_key_can_be_managed_by_its_account_and_names_no_person() {
    Map<String, JsonNode> keys = Synthesised.SOMEWHERE.data().properties("AWS::KMS::Key");
    assertEquals(1, keys.size());
    keys.values()
        .forEach(key ->
            assertEquals(
                Synthesised.parse(
                    """
                    [{"Action": "kms:*", "Effect": "Allow", "Resource": "*",
                      "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]\
                    """),
                key.at("/KeyPolicy/Statement")));
  }

  /// Of both.
  private static Map<String, JsonNode> retained() {
    Map<String, JsonNode> retained = retained(Synthesised.ANYWHERE.data());
    retained.putAll(retained(Synthesised.ANYWHERE));
    return retained;
  }

  private static Map<String, JsonNode> retained(Synthesised stack) {
    Map<String, JsonNode> retained = new TreeMap<>();
    for (Map.Entry<String, JsonNode> resource : stack.json().path("Resources").properties()) {
      if (resource.getValue().path("DeletionPolicy").asText().equals("Retain")) {
        retained.put(resource.getKey(), resource.getValue());
      }
    }
    return retained;
  }
}
