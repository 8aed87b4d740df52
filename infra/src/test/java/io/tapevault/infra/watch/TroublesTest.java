package io.tapevault.infra.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TroublesTest {

  @Test
  void whatever_stands_still_or_is_given_up_has_an_alarm() {
    assertEquals(
        Map.ofEntries(
            Map.entry("ApiFails", "5XXError > 0 of ApiName"),
            Map.entry("IngestThrottles", "Throttles > 0 of FunctionName"),
            Map.entry("TableThrottles", "WriteThrottleEvents > 0 of TableName"),
            Map.entry("StreamBehind", "IteratorAge > 3600000 of FunctionName"),
            Map.entry(
                "StreamGaveUp",
                "OnFailureDestinationDeliveredEventCount > 0 of EventSourceMappingUUID"),
            Map.entry("StreamDropped", "DroppedEventCount > 0 of EventSourceMappingUUID"),
            Map.entry("RecordingsWait", "ApproximateAgeOfOldestMessage > 3600 of QueueName"),
            Map.entry("RecordingsGaveUp", "ApproximateNumberOfMessagesVisible > 0 of QueueName"),
            Map.entry("ListingGaveUp", "ApproximateNumberOfMessagesVisible > 0 of QueueName"),
            Map.entry("WatchFails", "Errors > 1 of FunctionName"),
            Map.entry("RetainFails", "Errors > 1 of FunctionName"),
            Map.entry("ReconcileFails", "Errors > 1 of FunctionName")),
        alarms(Synthesised.ANYWHERE));
    assertEquals(11, alarms(Synthesised.PLAIN).size(), "without a SIEM nothing is compared");
  }

  @Test
  void one_without_data_is_at_rest_and_who_is_named_is_told() {
    for (JsonNode alarm : Synthesised.ANYWHERE.properties("AWS::CloudWatch::Alarm").values()) {
      boolean watches =
          alarm.path("Namespace").asText().equals("Tapevault") && !alarm.has("TreatMissingData");
      assertTrue(
          watches || alarm.path("TreatMissingData").asText().equals("notBreaching"),
          alarm::toString);
    }
    Synthesised.OTHER_BUCKET
        .properties("AWS::CloudWatch::Alarm")
        .forEach((id, alarm) -> assertEquals(1, alarm.path("AlarmActions").size(), id));
  }

  private static Map<String, String> alarms(Synthesised stack) {
    Map<String, String> alarms = new TreeMap<>();
    stack
        .properties("AWS::CloudWatch::Alarm")
        .forEach((id, alarm) -> {
          if (id.startsWith("Troubles")) {
            assertEquals("GreaterThanThreshold", alarm.path("ComparisonOperator").asText());
            alarms.put(id.replaceAll("^Troubles|[0-9A-F]{8}$", ""), one(alarm));
          }
        });
    return alarms;
  }

  private static String one(JsonNode alarm) {
    return alarm.path("MetricName").asText()
        + " > "
        + alarm.path("Threshold").asInt()
        + " of "
        + alarm.at("/Dimensions/0/Name").asText();
  }
}
