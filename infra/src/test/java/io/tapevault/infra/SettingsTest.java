package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.settings.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void nothing_chosen_is_a_year_and_no_siem() {
    assertEquals(new Settings("365d", List.of(), null, null), Settings.from(Map.of()));
  }

  @Test
  void a_list_of_siems_may_be_text_or_json() {
    Settings expected =
        new Settings(
            "90d",
            List.of(new Siem("soc", "https://siem.example.com/in")),
            "my-bucket",
            "teleport.events");
    Map<String, Object> rest =
        Map.of(
            "tapevault:retention", "90d",
            "tapevault:bucketName", "my-bucket",
            "tapevault:tableName", "teleport.events",
            "aws:cdk:enable-path-metadata", true);
    assertEquals(
        expected,
        Settings.from(with(rest, "[{\"name\":\"soc\",\"url\":\"https://siem.example.com/in\"}]")));
    assertEquals(
        expected,
        Settings.from(
            with(rest, List.of(Map.of("name", "soc", "url", "https://siem.example.com/in")))));
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
                        "tapevault:siems",
                            """
                            [{"name":"SOC","url":"http://siem.example.com"},
                             {"name":"a","url":"https://a.example.com","token":"t"},
                             {"name":"a","url":"https://u:p@a.example.com"}, 7]\
                            """)));
    assertEquals(
        """
        the context cannot be used:
          tapevault:siem: not one of tapevault:retention, tapevault:siems, tapevault:bucketName, tapevault:tableName
          tapevault:retention: 'a year' is not a duration in hours or days such as 24h or 365d, or forever
          tapevault:bucketName: 'My_Bucket' is not 3 to 63 of a-z, 0-9 and -
          tapevault:tableName: 't' is not 3 to 255 of A-Z, a-z, 0-9, _, . and -
          tapevault:siems: entry 0: the name 'SOC' is not 1 to 30 of a-z, 0-9 and -, from a letter on
          tapevault:siems: entry 0: the url 'http://siem.example.com' is not an https URL with a host
          tapevault:siems: entry 1: 'token' is not one of name, url
          tapevault:siems: entry 2: the url 'https://u:p@a.example.com' is not an https URL with a host
          tapevault:siems: the name 'a' is there twice
          tapevault:siems: entry 3: the name '' is not 1 to 30 of a-z, 0-9 and -, from a letter on
          tapevault:siems: entry 3: the url '' is not an https URL with a host\
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
  void the_functions_understand_every_form_of_retention() {
    assertEquals(new Retention.Forever(), understood("forever"));
    assertEquals(new Retention.For(Duration.ofHours(24)), understood("24h"));
    assertEquals(new Retention.For(Duration.ofDays(999_999)), understood("999999d"));
    for (String refused : List.of("0", "0d", "30", "30s", "1w", "-1d", " 1d", "1000000d")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Settings.from(Map.of("tapevault:retention", refused)),
          refused);
    }
  }

  private static Retention understood(String retention) {
    return Retention.parse(Settings.from(Map.of("tapevault:retention", retention)).retention());
  }

  private static Map<String, Object> with(Map<String, Object> context, Object siems) {
    Map<String, Object> all = new java.util.HashMap<>(context);
    all.put("tapevault:siems", siems);
    return all;
  }
}
