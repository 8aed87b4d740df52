package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Retention;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void nothing_chosen_is_a_year_and_no_siem() {
    assertEquals(
        new Settings("365d", List.of(), null, null, false, null, 30, null),
        Settings.from(Map.of()));
  }

  @Test
  void a_list_of_siems_may_be_text_or_json() {
    Settings expected =
        new Settings(
            "90d",
            List.of(SinkSpec.webhook("soc", URI.create("https://siem.example.com/in"), null)),
            "my-bucket",
            "teleport.events",
            true,
            "arn:aws:iam::111122223333:role/teleport",
            90,
            "arn:aws:sns:eu-west-1:111122223333:alarms");
    Map<String, Object> rest =
        Map.of(
            "tapevault:retention", "90d",
            "tapevault:bucketName", "my-bucket",
            "tapevault:tableName", "teleport.events",
            "tapevault:apiLogRole", "true",
            "tapevault:teleportRole", "arn:aws:iam::111122223333:role/teleport",
            "tapevault:longestSession", "90d",
            "tapevault:alarmTopic", "arn:aws:sns:eu-west-1:111122223333:alarms",
            "aws:cdk:enable-path-metadata", true);
    assertEquals(
        expected,
        Settings.from(
            with(rest, "[{\"name\":\"soc\",\"webhook\":\"https://siem.example.com/in\"}]")));
    assertEquals(
        expected,
        Settings.from(
            with(rest, List.of(Map.of("name", "soc", "webhook", "https://siem.example.com/in")))));
  }

  @Test
  void every_fault_is_named_at_once_with_what_is_allowed() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Settings.from(
                    Map.of(
                        "tapevault:retention", "a year",
                        "tapevault:siem", "[]",
                        "tapevault:bucketName", "My_Bucket",
                        "tapevault:tableName", "t",
                        "tapevault:apiLogRole", "yes",
                        "tapevault:teleportRole", "teleport",
                        "tapevault:longestSession", "23h",
                        "tapevault:alarmTopic", "alarms",
                        "tapevault:siems",
                            """
                            [{"name":"SOC","webhook":"http://siem.example.com"},
                             {"name":"a","webhook":"https://a.example.com","token":"t"},
                             {"name":"a","webhook":"https://u:p@a.example.com"}, 7]\
                            """)));
    assertEquals(
        """
        the context cannot be used:
          tapevault:siem: not one of tapevault:retention, tapevault:siems, tapevault:bucketName, tapevault:tableName, tapevault:apiLogRole, tapevault:teleportRole, tapevault:longestSession, tapevault:alarmTopic
          tapevault:retention: 'a year' is not a duration such as 30s, 5m, 24h or 365d, or forever
          tapevault:bucketName: 'My_Bucket' is not 3 to 63 of a-z, 0-9 and -
          tapevault:tableName: 't' is not 3 to 255 of A-Z, a-z, 0-9, _, . and -
          tapevault:siems: entry 0: name: it is not 1 to 30 of a-z, 0-9 and -, from a letter on
          tapevault:siems: entry 0: webhook: it is not an https URL
          tapevault:siems: entry 1: token: it is none of [allow, ca, certificate, headers, key, name, secret, webhook]
          tapevault:siems: entry 3: name: a SIEM needs a name of 1 to 64 letters, digits, '_', '.' and '-'
          tapevault:siems: entry 3: type: there is no single address, such as webhook: https://…
          tapevault:apiLogRole: 'yes' is not true or false
          tapevault:teleportRole: 'teleport' is not the ARN of an IAM role
          tapevault:longestSession: '23h' is not from 1d to 3650d
          tapevault:alarmTopic: 'alarms' is not the ARN of an SNS topic\
        """,
        refusal.getMessage());
  }

  @Test
  void what_is_not_json_is_refused() {
    for (String text : List.of("soc", "{}", "[{")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Settings.from(Map.of("tapevault:siems", text)),
          text);
    }
  }

  @Test
  void retention_is_spelled_as_everywhere() {
    assertEquals(Retention.DEFAULT, Retention.parse(Settings.from(Map.of()).retention()));
    for (String taken : List.of("forever", "0", "30s", "24h", "90d")) {
      assertEquals(taken, Settings.from(Map.of("tapevault:retention", taken)).retention());
    }
    for (String refused : List.of("30", "1w", "-1d", " 1d", "")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Settings.from(Map.of("tapevault:retention", refused)),
          refused);
    }
  }

  private static Map<String, Object> with(Map<String, Object> context, Object siems) {
    Map<String, Object> all = new java.util.HashMap<>(context);
    all.put("tapevault:siems", siems);
    return all;
  }
}
