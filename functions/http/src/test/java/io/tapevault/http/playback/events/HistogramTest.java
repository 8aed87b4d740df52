package io.tapevault.http.playback.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.http.playback.House;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `GET /v1/events/histogram`.
final class HistogramTest {

  private final House house = new House();

  @BeforeEach
  void events() throws Exception {
    house.post(
        """
        [{"event":"a","uid":"1","time":"2026-11-30T10:00:00.5Z","user":"alice"},
         {"event":"a","uid":"2","time":"2026-11-30T10:59:59Z","user":"bob"},
         {"event":"b\\"<","uid":"3","time":"2026-11-30T12:00:00Z","user":"alice"}]\
        """);
  }

  private House.Answer ask(String... pairs) throws Exception {
    Map<String, List<String>> query = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      query.put(pairs[i], List.of(pairs[i + 1]));
    }
    return house.get("/v1/events/histogram", query);
  }

  @Test
  void steps_say_how_many_of_each_type() throws Exception {
    JsonNode told =
        ask("from", "2026-11-30T00:00:00Z", "to", "2026-12-01T00:00:00Z", "step", "1h").json();
    assertEquals(
        "{\"from\":\"2026-11-30T00:00:00Z\",\"to\":\"2026-12-01T00:00:00Z\",\"step_seconds\":3600,"
            + "\"steps\":[{\"time\":\"2026-11-30T10:00:00Z\",\"events\":2,\"types\":{\"a\":2}},"
            + "{\"time\":\"2026-11-30T12:00:00Z\",\"events\":1,\"types\":{\"b\\\"<\":1}}]}",
        told.toString());
  }

  @Test
  void the_filters_are_those_of_a_search() throws Exception {
    JsonNode alice = ask("user", "alice", "type", "a", "step", "1d").json();
    assertEquals(1, alice.at("/steps/0/events").asInt());
    JsonNode bob = ask("where", "equals(user, \"bob\")", "step", "1d").json();
    assertEquals(1, bob.at("/steps/0/events").asInt());
  }

  @Test
  void times_are_widened_to_whole_seconds() throws Exception {
    JsonNode told = ask("from", "2026-11-30T10:00:00.9Z", "to", "2026-11-30T10:00:00.95Z").json();
    assertEquals("2026-11-30T10:00:00Z", told.path("from").asText());
    assertEquals("2026-11-30T10:00:01Z", told.path("to").asText());
    assertEquals(1, told.at("/steps/0/events").asInt());
  }

  @Test
  void a_step_is_chosen_for_any_time() throws Exception {
    for (String from :
        List.of("2026-11-30T23:59:00Z", "2026-11-01T00:00:00Z", "0001-01-01T00:00:00Z")) {
      JsonNode told = ask("from", from, "to", "2026-12-01T00:00:00Z").json();
      assertTrue(told.path("step_seconds").asLong() > 0, from);
    }
  }

  @Test
  void what_cannot_be_says_what_can() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"step", "1s"}, {"step", "0s"}, {"step", "hourly"}, {"by", "user"}, {"limit", "1"}
        }) {
      assertEquals("400 bad-parameter", ask(wrong).problem(), wrong[1]);
    }
    String detail = ask("step", "1m").json().path("detail").asText();
    assertTrue(detail.contains("a 'step' of 31623s is enough"), detail);
  }

  @Test
  void who_counts_is_told_of() throws Exception {
    ask("type", "a");
    JsonNode told = house.get("/v1/events", Map.of("type", List.of("audit.search"))).json();
    assertEquals("histogram", told.at("/events/0/what").asText());
    assertEquals("type=a", told.at("/events/0/query").asText());
  }
}
