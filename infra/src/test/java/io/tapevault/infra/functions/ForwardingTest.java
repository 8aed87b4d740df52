package io.tapevault.infra.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.infra.Synthesised;
import io.tapevault.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForwardingTest {

  @Test
  void the_stream_hands_over_new_events_and_loses_none() {
    ObjectNode mapping =
        Synthesised.ANYWHERE.one("AWS::Lambda::EventSourceMapping", "ForwardingStream").deepCopy();
    assertEquals("Stream", mapping.at("/EventSourceArn/Ref").asText());
    assertEquals(
        "Failures",
        mapping.at("/DestinationConfig/OnFailure/Destination/Fn::Join/1/3/Ref").asText());
    assertEquals(
        Synthesised.parse(
            "{\"eventName\":[\"INSERT\",\"MODIFY\"],\"dynamodb\":{\"NewImage\":{\"EventType\":{\"S\":[{\"exists\":true}]}}}}"),
        Synthesised.parse(mapping.at("/FilterCriteria/Filters/0/Pattern").asText()));
    assertEquals(1, mapping.at("/FilterCriteria/Filters").size());
    mapping.remove(
        List.of("EventSourceArn", "FunctionName", "DestinationConfig", "FilterCriteria"));
    assertEquals(
        Synthesised.parse(
            """
            {
              "StartingPosition": "TRIM_HORIZON",
              "BatchSize": 500,
              "MaximumBatchingWindowInSeconds": 1,
              "ParallelizationFactor": 1,
              "FunctionResponseTypes": ["ReportBatchItemFailures"],
              "BisectBatchOnFunctionError": true,
              "MaximumRetryAttempts": -1,
              "MaximumRecordAgeInSeconds": 72000,
              "MetricsConfig": {"Metrics": ["EventCount"]}
            }\
            """),
        mapping);
  }

  @Test
  void each_siem_has_a_queue_of_its_own() {
    Map<String, JsonNode> queues = Synthesised.SOMEWHERE.properties("AWS::SQS::Queue");
    queues.keySet().removeIf(id -> !id.startsWith("Forwarding"));
    assertEquals(4, queues.size(), () -> "two, and what is dead in each: " + queues.keySet());
    queues.forEach((id, queue) -> {
      assertTrue(queue.path("FifoQueue").asBoolean(), id);
      assertTrue(queue.path("SqsManagedSseEnabled").asBoolean(), id);
      assertEquals(14 * 24 * 60 * 60, queue.path("MessageRetentionPeriod").asInt(), id);
      assertTrue(!queue.has("ContentBasedDeduplication"), id);
    });
    for (String siem : List.of("soc", "lake")) {
      JsonNode queue =
          Synthesised.SOMEWHERE.one("AWS::SQS::Queue", "ForwardingTo" + siem + "Queue");
      assertEquals(1000, queue.at("/RedrivePolicy/maxReceiveCount").asInt());
      JsonNode function =
          Synthesised.SOMEWHERE.one("AWS::Lambda::Function", "ForwardingTo" + siem + "Deliver");
      assertTrue(queue.path("VisibilityTimeout").asInt() >= 6 * function.path("Timeout").asInt());
      assertEquals(
          siem,
          SinkSpec.parse(function.at("/Environment/Variables/TAPEVAULT_SINK").asText()).name());
      assertTrue(
          function
              .at("/Environment/Variables/TAPEVAULT_QUEUE_URL/Ref")
              .asText()
              .startsWith("ForwardingTo" + siem + "Queue"));
    }
    assertEquals(
        "https://siem.example.com/in?source=tapevault",
        SinkSpec.parse(
                Synthesised.SOMEWHERE
                    .one("AWS::Lambda::Function", "ForwardingTosocDeliver")
                    .at("/Environment/Variables/TAPEVAULT_SINK")
                    .asText())
            .address());
  }

  @Test
  void every_queue_refuses_plain_http() {
    Map<String, JsonNode> policies = Synthesised.ANYWHERE.properties("AWS::SQS::QueuePolicy");
    assertEquals(6, policies.size());
    policies.forEach((id, policy) -> {
      assertEquals("Deny", policy.at("/PolicyDocument/Statement/0/Effect").asText(), id);
      assertEquals(
          "false",
          policy.at("/PolicyDocument/Statement/0/Condition/Bool/aws:SecureTransport").asText(),
          id);
    });
  }

  @Test
  void a_queue_is_emptied_in_batches_that_may_fail_in_part() {
    JsonNode mapping =
        Synthesised.ANYWHERE.one("AWS::Lambda::EventSourceMapping", "ForwardingTosoc");
    assertEquals(10, mapping.path("BatchSize").asInt());
    assertEquals(
        Synthesised.parse("[\"ReportBatchItemFailures\"]"), mapping.path("FunctionResponseTypes"));
    assertTrue(
        mapping.at("/EventSourceArn/Fn::GetAtt/0").asText().startsWith("ForwardingTosocQueue"));
  }

  @Test
  void the_forwarder_knows_every_queue() {
    JsonNode urls =
        Synthesised.SOMEWHERE
            .one("AWS::Lambda::Function", "ForwardingForward")
            .at("/Environment/Variables/TAPEVAULT_QUEUE_URLS/Fn::Join/1");
    assertEquals(5, urls.size());
    assertTrue(urls.at("/0/Ref").asText().startsWith("ForwardingTosocQueue"));
    assertEquals(",", urls.path(1).asText());
    assertTrue(urls.at("/2/Ref").asText().startsWith("ForwardingTolakeQueue"));
    assertTrue(urls.at("/4/Ref").asText().startsWith("ListingQueue"));
  }

  @Test
  void each_siem_has_an_alarm_when_it_is_down_and_one_when_what_waits_grows_old() {
    JsonNode down = Synthesised.ANYWHERE.one("AWS::CloudWatch::Alarm", "ForwardingTosocDown");
    assertEquals("Tapevault", down.path("Namespace").asText());
    assertEquals("Down", down.path("MetricName").asText());
    assertEquals(
        Synthesised.parse("[{\"Name\":\"Sink\",\"Value\":\"soc\"}]"), down.path("Dimensions"));
    JsonNode waiting = Synthesised.ANYWHERE.one("AWS::CloudWatch::Alarm", "ForwardingTosocWaiting");
    assertEquals("ApproximateAgeOfOldestMessage", waiting.path("MetricName").asText());
    assertEquals(3600, waiting.path("Threshold").asInt());
    Set<String> alarms = Synthesised.SOMEWHERE.properties("AWS::CloudWatch::Alarm").keySet();
    assertEquals(10, alarms.stream().filter(id -> id.startsWith("ForwardingTo")).count());
  }

  @Test
  void what_is_parked_lost_or_tried_no_more_is_an_alarm_of_its_siem() {
    for (String metric : List.of("Parked", "Lost")) {
      JsonNode alarm =
          Synthesised.ANYWHERE.one("AWS::CloudWatch::Alarm", "ForwardingTosoc" + metric);
      assertEquals("Tapevault", alarm.path("Namespace").asText());
      assertEquals(metric, alarm.path("MetricName").asText());
      assertEquals("Sum", alarm.path("Statistic").asText());
      assertEquals(0, alarm.path("Threshold").asInt());
      assertEquals("GreaterThanThreshold", alarm.path("ComparisonOperator").asText());
      assertEquals("notBreaching", alarm.path("TreatMissingData").asText());
      assertEquals(
          Synthesised.parse("[{\"Name\":\"Sink\",\"Value\":\"soc\"}]"), alarm.path("Dimensions"));
    }
    JsonNode dead =
        Synthesised.ANYWHERE.one("AWS::CloudWatch::Alarm", "ForwardingTosocDeadLetters");
    assertEquals("ApproximateNumberOfMessagesVisible", dead.path("MetricName").asText());
    assertTrue(
        dead.at("/Dimensions/0/Value/Fn::GetAtt/0").asText().startsWith("ForwardingTosocDead"));
    assertEquals(0, dead.path("Threshold").asInt());
  }

  @Test
  void the_function_that_looks_for_what_is_missing_knows_where_each_siem_begins() {
    String siems =
        Synthesised.SIEMS.replace(
            "]",
            """
            ,{"name":"late","webhook":"https://siem.example.com/late","begin":"now"},
             {"name":"since","webhook":"https://siem.example.com/2","begin":"2026-03-01T00:00:00Z"}]\
            """);
    Synthesised stack = Synthesised.of(null, Map.of(Settings.SIEMS, siems));
    JsonNode variables =
        stack.one("AWS::Lambda::Function", "ForwardingReconcile").at("/Environment/Variables");
    assertEquals("soc,late,since", variables.path("TAPEVAULT_SINKS").asText());
    assertEquals("oldest,now,2026-03-01T00:00:00Z", variables.path("TAPEVAULT_BEGINS").asText());
    List<JsonNode> asking = new ArrayList<>();
    for (JsonNode policy : stack.properties("AWS::IAM::Policy").values()) {
      for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
        if (statement.path("Action").asText().equals("sqs:GetQueueAttributes")
            && statement.path("Sid").asText().equals("DescribeQueues")) {
          asking.add(statement.path("Resource"));
        }
      }
    }
    assertEquals(1, asking.size(), asking::toString);
    assertTrue(asking.getFirst().toString().contains("ForwardingTolateQueue"), asking::toString);
  }

  @Test
  void without_a_siem_the_list_of_sessions_alone_reads_the_stream() {
    Set<String> mappings = Synthesised.PLAIN.properties("AWS::Lambda::EventSourceMapping").keySet();
    assertEquals(3, mappings.size(), mappings::toString);
    assertTrue(
        Synthesised.PLAIN
            .one("AWS::Lambda::Function", "ForwardingForward")
            .at("/Environment/Variables/TAPEVAULT_QUEUE_URLS/Ref")
            .asText()
            .startsWith("ListingQueue"));
    assertEquals(4, Synthesised.PLAIN.properties("AWS::SQS::Queue").size());
    assertEquals(14, Synthesised.PLAIN.functions().size());
  }

  @Test
  void the_list_of_sessions_has_a_queue_and_an_alarm_when_it_is_behind() {
    JsonNode mapping = Synthesised.PLAIN.one("AWS::Lambda::EventSourceMapping", "Listing");
    assertTrue(mapping.at("/EventSourceArn/Fn::GetAtt/0").asText().startsWith("ListingQueue"));
    assertEquals(
        Synthesised.parse("[\"ReportBatchItemFailures\"]"), mapping.path("FunctionResponseTypes"));
    assertEquals(
        3600,
        Synthesised.PLAIN.one("AWS::CloudWatch::Alarm", "ListingBehind").path("Threshold").asInt());
  }
}
