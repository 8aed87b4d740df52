package io.tapevault.infra.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WatchingTest {

  @Test
  void it_is_looked_every_five_minutes_and_a_look_is_over_before_the_next() {
    JsonNode rule = Synthesised.ANYWHERE.one("AWS::Events::Rule", "Watching");
    assertEquals("rate(5 minutes)", rule.path("ScheduleExpression").asText());
    assertEquals(1, rule.path("Targets").size());
    assertTrue(rule.at("/Targets/0/Arn/Ref").asText().startsWith("WatchingWatchFunctionAlias"));
    assertTrue(
        Synthesised.ANYWHERE.one("AWS::Lambda::Function", "Watching").path("Timeout").asInt()
            < 300);
  }

  @Test
  void each_number_that_should_be_none_has_an_alarm() {
    Map<String, JsonNode> alarms = Synthesised.PLAIN.properties("AWS::CloudWatch::Alarm");
    alarms.keySet().removeIf(id -> !id.startsWith("Watching"));
    TreeSet<String> metrics = new TreeSet<>();
    alarms.forEach((id, alarm) -> {
      metrics.add(alarm.path("MetricName").asText());
      assertEquals("Tapevault", alarm.path("Namespace").asText());
      assertEquals("GreaterThanThreshold", alarm.path("ComparisonOperator").asText());
      assertEquals(0, alarm.path("Threshold").asInt(-1));
      assertEquals("Maximum", alarm.path("Statistic").asText());
      assertEquals("FunctionName", alarm.at("/Dimensions/0/Name").asText());
      assertTrue(alarm.at("/Dimensions/0/Value/Ref").asText().startsWith("WatchingWatchFunction"));
      assertTrue(!alarm.has("AlarmActions"), id);
    });
    assertEquals(
        new TreeSet<>(List.of("MissingRecordings", "RefusedConfig", "SilentNodes")), metrics);
  }

  @Test
  void who_is_named_is_told_when_it_begins_and_when_it_is_over() {
    Map<String, JsonNode> alarms = Synthesised.OTHER_BUCKET.properties("AWS::CloudWatch::Alarm");
    assertEquals(21, alarms.size());
    JsonNode topic = Synthesised.parse("[\"arn:aws:sns:eu-west-1:111122223333:alarms\"]");
    alarms.forEach((id, alarm) -> {
      assertEquals(topic, alarm.path("AlarmActions"), id);
      assertEquals(topic, alarm.path("OKActions"), id);
    });
  }
}
