package io.tapevault.infra.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.infra.Synthesised;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexingTest {

  @Test
  void the_bucket_tells_eventbridge_of_what_arrives() {
    assertEquals(
        Synthesised.parse("{\"EventBridgeConfiguration\": {\"EventBridgeEnabled\": true}}"),
        Synthesised.ANYWHERE
            .data()
            .one("AWS::S3::Bucket", "VaultBucket")
            .path("NotificationConfiguration"));
  }

  @Test
  void a_new_recording_and_nothing_else_comes_into_the_queue() {
    ObjectNode pattern = (ObjectNode) rule("IndexingArrivals").path("EventPattern").deepCopy();
    assertEquals("Bucket", pattern.at("/detail/bucket/name/0/Ref").asText());
    ((ObjectNode) pattern.path("detail")).remove("bucket");
    assertEquals(
        Synthesised.parse(
            """
            {"source": ["aws.s3"], "detail-type": ["Object Created"],
             "detail": {"object": {"key": [{"wildcard": "recordings/*.tar"}]}}}\
            """),
        pattern);
  }

  @Test
  void every_hour_it_looks_for_recordings_that_nobody_gave_notice_of() {
    assertEquals("rate(1 hour)", rule("IndexingSweep").path("ScheduleExpression").asText());
  }

  @Test
  void the_queue_takes_messages_of_these_rules_only() {
    JsonNode statements =
        Synthesised.ANYWHERE
            .one("AWS::SQS::QueuePolicy", "IndexingQueue")
            .at("/PolicyDocument/Statement");
    int rules = 0;
    for (JsonNode statement : statements) {
      if (statement.path("Effect").asText().equals("Allow")) {
        assertEquals("events.amazonaws.com", statement.at("/Principal/Service").asText());
        assertTrue(
            statement
                .at("/Condition/ArnEquals/aws:SourceArn/Fn::GetAtt/0")
                .asText()
                .matches("Indexing(Arrivals|Sweep).*"),
            statement::toString);
        rules++;
      }
    }
    assertEquals(2, rules);
  }

  @Test
  void a_few_recordings_at_once_each_by_itself() {
    ObjectNode mapping =
        Synthesised.ANYWHERE.one("AWS::Lambda::EventSourceMapping", "Indexing").deepCopy();
    assertTrue(mapping.at("/EventSourceArn/Fn::GetAtt/0").asText().startsWith("IndexingQueue"));
    mapping.remove(List.of("EventSourceArn", "FunctionName"));
    assertEquals(
        Synthesised.parse("{\"BatchSize\": 1, \"ScalingConfig\": {\"MaximumConcurrency\": 4}}"),
        mapping);
  }

  @Test
  void a_recording_that_cannot_be_indexed_waits_in_a_dead_letter_queue() {
    JsonNode queue = Synthesised.ANYWHERE.one("AWS::SQS::Queue", "IndexingQueue");
    JsonNode function = Synthesised.ANYWHERE.one("AWS::Lambda::Function", "Indexing");
    assertTrue(queue.path("VisibilityTimeout").asInt() > function.path("Timeout").asInt());
    assertEquals(300, queue.at("/RedrivePolicy/maxReceiveCount").asInt());
    assertTrue(
        queue
            .at("/RedrivePolicy/deadLetterTargetArn/Fn::GetAtt/0")
            .asText()
            .startsWith("IndexingDead"));
    assertEquals(
        14 * 24 * 60 * 60,
        Synthesised.ANYWHERE
            .one("AWS::SQS::Queue", "IndexingDead")
            .path("MessageRetentionPeriod")
            .asInt());
  }

  /// A rule, whose only target is the queue.
  private static JsonNode rule(String id) {
    JsonNode rule = Synthesised.ANYWHERE.one("AWS::Events::Rule", id);
    assertEquals(1, rule.path("Targets").size());
    assertTrue(rule.at("/Targets/0/Arn/Fn::GetAtt/0").asText().startsWith("IndexingQueue"));
    return rule;
  }
}
