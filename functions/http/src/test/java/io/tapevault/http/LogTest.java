package io.tapevault.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogTest {

  @Test
  void what_was_asked_for_is_one_line_with_the_whole_query() {
    HttpRequest request =
        new HttpRequest(
            "GET",
            "/v1/events",
            Map.of("type", List.of("exec", "a\nb"), "from", List.of("2026-03-02T00:00:00Z")),
            Map.of("authorization", "secret"),
            InputStream.nullInputStream(),
            "0b1f6c1e");
    assertEquals(
        "{\"level\":\"INFO\",\"requestId\":\"0b1f6c1e\",\"message\":\"asked\",\"method\":\"GET\","
            + "\"path\":\"/v1/events\","
            + "\"query\":{\"from\":[\"2026-03-02T00:00:00Z\"],\"type\":[\"exec\",\"a\\nb\"]}}",
        Log.askedLine(request));
  }
}
