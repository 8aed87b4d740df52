package io.tapevault.infra;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        new Settings(null, "365d", List.of(), null, null, false, null, 30, null, List.of(), null),
        Settings.from(Map.of()));
  }

  @Test
  void a_list_of_siems_may_be_text_or_json() {
    Settings expected =
        new Settings(
            "prod",
            "90d",
            List.of(SinkSpec.webhook("soc", URI.create("https://siem.example.com/in"), null)),
            "my-bucket",
            "teleport.events",
            true,
            "arn:aws:iam::111122223333:role/teleport",
            90,
            "arn:aws:sns:eu-west-1:111122223333:alarms",
            List.of("arn:aws:iam::111122223333:role/circle"),
            new ObjectLock(true, 365));
    Map<String, Object> rest =
        Map.ofEntries(
            entry("tapevault:stage", "prod"),
            entry("tapevault:retention", "90d"),
            entry("tapevault:bucketName", "my-bucket"),
            entry("tapevault:tableName", "teleport.events"),
            entry("tapevault:apiLogRole", "true"),
            entry("tapevault:teleportRole", "arn:aws:iam::111122223333:role/teleport"),
            entry("tapevault:longestSession", "90d"),
            entry("tapevault:alarmTopic", "arn:aws:sns:eu-west-1:111122223333:alarms"),
            entry("tapevault:originalsRoles", "[\"arn:aws:iam::111122223333:role/circle\"]"),
            entry("tapevault:objectLock", "compliance:365d"),
            entry("aws:cdk:enable-path-metadata", true));
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
          tapevault:siem: not one of tapevault:stage, tapevault:retention, tapevault:siems, tapevault:bucketName, tapevault:tableName, tapevault:apiLogRole, tapevault:teleportRole, tapevault:longestSession, tapevault:alarmTopic, tapevault:originalsRoles, tapevault:objectLock
          tapevault:retention: 'a year' is not a duration such as 30s, 5m, 24h or 365d, or forever
          tapevault:bucketName: 'My_Bucket' is not 3 to 63 of a-z, 0-9 and -
          tapevault:tableName: 't' is not 3 to 190 of A-Z, a-z, 0-9, _, . and -
          tapevault:siems: entry 0: name: it is not 1 to 30 of a-z, 0-9 and -, from a letter on
          tapevault:siems: entry 0: webhook: it is not an https URL
          tapevault:siems: entry 1: token: it is none of [allow, begin, ca, certificate, filter, format, headers, key, name, redact, secret, webhook]
          tapevault:siems: entry 3: it is no object
          tapevault:apiLogRole: 'yes' is not true or false
          tapevault:teleportRole: 'teleport' is not the ARN of an IAM role
          tapevault:longestSession: '23h' is not from 1d to 3650d
          tapevault:alarmTopic: 'alarms' is not the ARN of an SNS topic\
        """,
        refusal.getMessage());
  }

  @Test
  void a_circle_is_a_list_of_roles_and_of_nobody_else() {
    for (String refused :
        List.of(
            "x",
            "\"arn:aws:iam::111122223333:role/circle\"",
            "[\"arn:aws:iam::111122223333:role/*\"]",
            "[\"arn:aws:iam::111122223333:root\"]",
            "[7]")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Settings.from(Map.of("tapevault:originalsRoles", refused)),
          refused);
    }
  }

  @Test
  void a_lock_has_a_mode_and_whole_days() {
    assertEquals(
        new ObjectLock(false, 1),
        Settings.from(Map.of("tapevault:objectLock", "governance:1d")).objectLock());
    for (String refused :
        List.of(
            "true",
            "365d",
            "governance",
            "governance:",
            "governance:36501d",
            "legal:1d",
            "compliance:0d",
            "compliance:36h",
            "compliance:1y",
            "Governance:1d")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> Settings.from(Map.of("tapevault:objectLock", refused)),
              refused);
      assertTrue(String.valueOf(e.getMessage()).contains("such as governance:365d"), refused);
    }
  }

  @Test
  void no_secret_may_stand_in_a_template() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Settings.from(
                    Map.of(
                        "tapevault:siems",
                        """
                        [{"name":"a","webhook":"https://a.example.com","secret":"whsec_private"},
                         {"name":"b","webhook":"https://b.example.com","secret":"env:PRIVATE"},
                         {"name":"c","webhook":"https://c.example.com","redact":{"hash":["user"],"key":"private"}},
                         {"name":"e","otlp":"https://e.example.com","key":"-----BEGIN PRIVATE"},
                         {"name":"f","webhook":"https://f.example.com","headers":"X-Key: private"},
                         {"name":"d","webhook":"https://d.example.com",
                          "secret":"arn:aws:ssm:eu-central-1:123456789012:parameter/siem/soc"}]\
                        """)));
    String instead =
        "it would stand in the template for all to read; name the ARN of a secret of Secrets"
            + " Manager, or of a parameter, instead";
    assertEquals(
        List.of(
            "the context cannot be used:",
            "  tapevault:siems: entry 0: secret: " + instead,
            "  tapevault:siems: entry 1: secret: env: and file: name secrets on one machine only",
            "  tapevault:siems: entry 2: redact: key: " + instead,
            "  tapevault:siems: entry 3: key: " + instead,
            "  tapevault:siems: entry 4: headers: " + instead),
        String.valueOf(refusal.getMessage()).lines().toList());
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
