package io.tapevault.siem.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonTextTest {

  @Test
  void any_text_is_read_back_and_is_no_longer_than_said() throws IOException {
    StringBuilder all = new StringBuilder("😀");
    for (char c = 0; c < 0x900; c++) {
      all.append(c);
    }
    for (String text : new String[] {"", "\"", "a\\", "\n\n", "plain", all.toString()}) {
      StringBuilder out = new StringBuilder();
      JsonText.quote(out, text);
      assertEquals(text, new ObjectMapper().readValue(out.toString(), String.class));
      assertTrue(out.toString().getBytes(UTF_8).length <= JsonText.quoted(text), text);
      assertTrue(text.getBytes(UTF_8).length <= JsonText.bytes(text), text);
    }
  }
}
