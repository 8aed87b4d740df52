package io.tapevault.infra.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import io.tapevault.infra.settings.Settings;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SpendingTest {

  private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:alarms";

  @Test
  void who_is_told_of_alarms_is_told_when_it_is_spent_and_when_it_will_be() {
    JsonNode budget =
        Synthesised.of(null, Map.of("tapevault:budget", "50", Settings.ALARM_TOPIC, TOPIC))
            .one("AWS::Budgets::Budget", "Spending");
    assertEquals(
        Synthesised.parse(
            """
            {"BudgetType": "COST", "TimeUnit": "MONTHLY",
             "BudgetLimit": {"Amount": 50, "Unit": "USD"}}\
            """),
        budget.path("Budget"));
    Set<String> when = new TreeSet<>();
    for (JsonNode one : budget.path("NotificationsWithSubscribers")) {
      when.add(one.at("/Notification/NotificationType").asText());
      assertEquals(100, one.at("/Notification/Threshold").asInt());
      assertEquals("SNS " + TOPIC, subscriber(one));
    }
    assertEquals(Set.of("ACTUAL", "FORECASTED"), when);
    assertTrue(Synthesised.OTHER_BUCKET.resources("AWS::Budgets::Budget").isEmpty());
  }

  @Test
  void one_of_which_nobody_is_told_is_refused() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Settings.from(Map.of("tapevault:budget", "50")));
    assertEquals(
        """
        what was chosen cannot be used:
          tapevault:budget: nobody is told without tapevault:alarmTopic\
        """,
        refusal.getMessage());
    for (String wrong : new String[] {"0", "-1", "50 EUR", "1e3", "12345678"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Settings.from(Map.of("tapevault:budget", wrong, Settings.ALARM_TOPIC, TOPIC)),
          wrong);
    }
  }

  private static String subscriber(JsonNode one) {
    assertEquals(1, one.path("Subscribers").size());
    return one.at("/Subscribers/0/SubscriptionType").asText()
        + " "
        + one.at("/Subscribers/0/Address").asText();
  }
}
