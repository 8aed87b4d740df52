package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
  void the_evidence_and_what_reads_as_its_record_stay() {
    Map<String, Integer> kept = new TreeMap<>();
    retained().values().forEach(r -> kept.merge(r.path("Type").asText(), 1, Integer::sum));
    assertEquals(
        Map.of(
            "AWS::DynamoDB::Table", 1,
            "AWS::S3::Bucket", 2,
            "AWS::S3::BucketPolicy", 2,
            "AWS::KMS::Key", 1,
            "AWS::Logs::LogGroup", 2,
            "AWS::Lambda::Version", 16),
        kept);
  }

  @Test
  void whatever_protects_what_stays_stays_as_long() {
    Map<String, JsonNode> retained = retained();
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
    assertEquals(Synthesised.ANYWHERE.resources("AWS::S3::Bucket").keySet(), buckets);
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
    Map<String, JsonNode> keys = Synthesised.SOMEWHERE.properties("AWS::KMS::Key");
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

  private static Map<String, JsonNode> retained() {
    Map<String, JsonNode> retained = new TreeMap<>();
    for (Map.Entry<String, JsonNode> resource :
        Synthesised.ANYWHERE.json().path("Resources").properties()) {
      if (resource.getValue().path("DeletionPolicy").asText().equals("Retain")) {
        retained.put(resource.getKey(), resource.getValue());
      }
    }
    return retained;
  }
}
