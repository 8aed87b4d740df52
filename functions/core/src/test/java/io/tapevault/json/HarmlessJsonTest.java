package io.tapevault.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HarmlessJsonTest {

  private static final String ACTS =
      "\u0000\u001b[6n\u007f\u0080\u009b6n\u061c\u200e\u2028\u202e\u2066\u2069";
  private static final String ESCAPED =
      "\\u0000\\u001B[6n\\u007f\\u0080\\u009b6n\\u061c\\u200e\\u2028\\u202e\\u2066\\u2069";

  @Test
  void what_a_terminal_acts_on_is_escaped_in_what_we_write_in_names_too() {
    assertEquals(
        "{\"é" + ESCAPED + "\":\"😀" + ESCAPED + "\"}",
        new String(Json.object(json -> json.writeStringField("é" + ACTS, "😀" + ACTS)), UTF_8));
  }

  @Test
  void what_was_written_by_others_is_the_same_json_spelled_harmlessly() throws Exception {
    String json = "{\"a\u009b\":\"\u202eé\u007f\"}";
    assertEquals("{\"a\\u009b\":\"\\u202eé\\u007f\"}", HarmlessJson.of(json));
    ObjectMapper mapper = new ObjectMapper();
    assertEquals(
        mapper.readValue(json, Map.class), mapper.readValue(HarmlessJson.of(json), Map.class));
  }

  @Test
  void what_is_harmless_is_not_copied() {
    String json = "{\"a\":\"é\\u009b😀\"}";
    assertSame(json, HarmlessJson.of(json));
  }
}
