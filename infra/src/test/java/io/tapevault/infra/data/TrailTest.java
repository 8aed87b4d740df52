package io.tapevault.infra.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TrailTest {

  private static final Synthesised TRAILED =
      Synthesised.of(null, Map.of("tapevault:cloudtrail", "true")).data();

  @Test
  void whoever_reaches_for_bucket_or_table_is_in_the_trail() {
    JsonNode trail = TRAILED.one("AWS::CloudTrail::Trail", "Trail");
    assertTrue(trail.path("IsLogging").asBoolean());
    assertTrue(trail.path("EnableLogFileValidation").asBoolean());
    String bucket = id("AWS::S3::Bucket", "VaultBucket");
    String table = id("AWS::DynamoDB::Table", "VaultTable");
    assertEquals(
        Synthesised.parse(
            """
            [{"Name": "What is in the bucket", "FieldSelectors": [
               {"Field": "eventCategory", "Equals": ["Data"]},
               {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
               {"Field": "resources.ARN", "StartsWith":
                 [{"Fn::Join": ["", [{"Fn::GetAtt": ["%s", "Arn"]}, "/"]]}]}]},
             {"Name": "What is in the table", "FieldSelectors": [
               {"Field": "eventCategory", "Equals": ["Data"]},
               {"Field": "resources.type", "Equals": ["AWS::DynamoDB::Table"]},
               {"Field": "resources.ARN", "Equals": [{"Fn::GetAtt": ["%s", "Arn"]}]}]}]\
            """
                .formatted(bucket, table)),
        trail.path("AdvancedEventSelectors"));
    assertTrue(Synthesised.ANYWHERE.data().resources("AWS::CloudTrail::Trail").isEmpty());
  }

  @Test
  void of_what_was_adopted_too() {
    JsonNode trail =
        Synthesised.of(
                null,
                Map.of(
                    "tapevault:cloudtrail",
                    "true",
                    "tapevault:adoptBucket",
                    "theirs",
                    "tapevault:adoptTable",
                    "arn:aws:dynamodb:eu-west-1:111122223333:table/t.events/stream/2026"))
            .data()
            .one("AWS::CloudTrail::Trail", "Trail");
    JsonNode selectors = trail.path("AdvancedEventSelectors");
    assertTrue(selectors.path(0).toString().contains("\":s3:::theirs/\""), selectors::toString);
    assertEquals(
        "arn:aws:dynamodb:eu-west-1:111122223333:table/t.events",
        selectors.path(1).at("/FieldSelectors/2/Equals/0").asText());
  }

  @Test
  void its_bucket_takes_from_this_trail_alone_and_stays() {
    String bucket = id("AWS::S3::Bucket", "TrailBucket");
    JsonNode resource = Objects.requireNonNull(TRAILED.resources("AWS::S3::Bucket").get(bucket));
    assertEquals("Retain", resource.path("DeletionPolicy").asText());
    assertEquals(
        "AES256",
        resource.findValue("SSEAlgorithm").asText(),
        "who looks through it needs no right on the evidence's key");
    JsonNode policy = TRAILED.one("AWS::S3::BucketPolicy", "TrailBucket");
    Set<String> allowed = new TreeSet<>();
    for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
      if (statement.path("Effect").asText().equals("Allow")) {
        allowed.add(statement.path("Action").asText());
        assertEquals(
            Synthesised.parse("{\"Service\": \"cloudtrail.amazonaws.com\"}"),
            statement.path("Principal"));
        String source = statement.at("/Condition/StringEquals/aws:SourceArn").toString();
        assertTrue(source.contains(":trail/") && source.contains("AWS::StackName"), source);
        assertFalse(source.contains("*"), source);
      }
    }
    assertEquals(Set.of("s3:GetBucketAcl", "s3:PutObject"), allowed);
    JsonNode trail = TRAILED.resources("AWS::CloudTrail::Trail").values().iterator().next();
    assertTrue(trail.path("DependsOn").toString().contains("TrailBucketPolicy"));
  }

  private static String id(String type, String prefix) {
    return TRAILED.resources(type).keySet().stream()
        .filter(id -> id.startsWith(prefix))
        .findAny()
        .orElseThrow();
  }
}
