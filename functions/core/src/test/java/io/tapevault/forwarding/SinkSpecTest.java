package io.tapevault.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkSpecTest {

  private static final SinkSpec WHOLE =
      new SinkSpec(
          "soc",
          SinkType.WEBHOOK,
          Map.of(SinkSpec.ADDRESS, "https://siem.example/in", SinkSpec.ALLOW, "10.1.0.0/16"),
          "whsec_x");

  @Test
  void its_json_is_the_entry_of_every_configuration() {
    String json =
        "{\"name\":\"soc\",\"webhook\":\"https://siem.example/in\",\"allow\":\"10.1.0.0/16\",\"secret\":\"whsec_x\"}";
    assertEquals(json, WHOLE.json());
    assertEquals(WHOLE, SinkSpec.parse(json));
    assertEquals("https://siem.example/in", WHOLE.address());
    assertEquals("soc", WHOLE.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | name: a SIEM needs a name of 1 to 64 letters, digits, '_', '.' and '-';"
            + " type: there is no single address, such as webhook: https://…",
        "{\"name\":\"a b\",\"webhook\":\"x\"} | name: a SIEM needs a name of 1 to 64 letters, digits, '_', '.' and '-'",
        "{\"name\":\"a\",\"webhook\":\"x\",\"secret\":\" \"} | secret: it is empty; leave it out where nothing is to be signed",
        "{\"name\":\"a\",\"webhook\":\"x\",\"color\":\"y\"} | color: it is none of [allow, ca, certificate, headers, key, name, secret, webhook]"
      })
  void every_fault_is_named(String json, String faults) {
    var refused = assertThrows(IllegalArgumentException.class, () -> SinkSpec.parse(json));
    assertEquals(faults, refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "private",
        "[\"private\"]",
        "{\"name\":\"a\",\"webhook\":\"x\",\"secret\":[\"private\"]}",
        "{\"name\":\"a\",\"webhook\":\"x\",\"private-1\":\"y\"}",
        "{\"name\":\"private private\",\"webhook\":\"x\"}"
      })
  void no_fault_repeats_what_may_be_a_secret(String json) {
    for (String text : List.of(json, json + "}")) {
      var refused = assertThrows(IllegalArgumentException.class, () -> SinkSpec.parse(text));
      assertFalse(refused.toString().contains("private"), refused.toString());
    }
  }
}
