package io.tapevault.http.playback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.http.playback.House.Answer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final House house = new House();

  private JsonNode nodes(Map<String, List<String>> query) throws Exception {
    Answer answer = house.get("/v1/nodes", query);
    assertEquals(200, answer.status());
    return answer.json();
  }

  private void heartbeat(String node, String more) throws Exception {
    house.post(
        "{\"event\":\"tapevault.node.heartbeat\",\"uid\":\"%s-%s\",\"node\":\"%s\"%s}"
            .formatted(node, house.clock.instant(), node, more));
  }

  @Test
  void where_no_node_was_ever_heard_there_is_none() throws Exception {
    assertEquals(JSON.readTree("{\"nodes\":[]}"), nodes(Map.of()));
  }

  @Test
  void every_node_is_there_with_what_it_told_last_and_how_it_is() throws Exception {
    heartbeat("gone", ",\"version\":\"1.0\"");
    house.clock.move(Duration.ofMinutes(5));
    heartbeat(
        "ill",
        ",\"audit\":{\"pending\":3,\"oldest_seconds\":90,\"quarantined\":1},\"troubles\":[\"why\"]");
    heartbeat("well", ",\"recordings\":{\"pending\":1,\"oldest_seconds\":2}");
    assertEquals(
        JSON.readTree(
            """
            {"nodes":[
              {"name":"gone","state":"silent","heard":"2026-12-01T12:00:00Z","version":"1.0",
               "pending":0,"oldest_seconds":0,"quarantined":0,"troubles":[]},
              {"name":"ill","state":"troubled","heard":"2026-12-01T12:05:00Z",
               "pending":3,"oldest_seconds":90,"quarantined":1,"troubles":["why"]},
              {"name":"well","state":"well","heard":"2026-12-01T12:05:00Z",
               "pending":1,"oldest_seconds":2,"quarantined":0,"troubles":[]}]}
            """),
        nodes(Map.of()));
    house.clock.move(Duration.ofDays(30));
    assertEquals(JSON.readTree("{\"nodes\":[]}"), nodes(Map.of()));
  }

  @Test
  void pages_bring_every_node_once() throws Exception {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      heartbeat("node-" + i, "");
      all.add("node-" + i);
    }
    Set<String> read = new HashSet<>();
    JsonNode page = nodes(Map.of("limit", List.of("5")));
    for (int pages = 1; pages <= 3; pages++) {
      page.path("nodes").forEach(node -> read.add(node.path("name").asText()));
      assertEquals(pages < 3, page.has("cursor"));
      if (pages < 3) {
        page =
            nodes(Map.of("limit", List.of("5"), "cursor", List.of(page.path("cursor").asText())));
      }
    }
    assertEquals(all, read);
  }

  @ParameterizedTest
  @CsvSource({
    "limit,  0,   400 bad-parameter",
    "limit,  301, 400 bad-parameter",
    "limit,  ten, 400 bad-parameter",
    "node,   a,   400 bad-parameter",
    "cursor, a/b, 400 bad-cursor"
  })
  void what_is_asked_wrongly_is_named(String name, String value, String problem) throws Exception {
    assertEquals(problem, house.get("/v1/nodes", Map.of(name, List.of(value))).problem());
  }

  @Test
  void a_session_without_a_recording_says_why() throws Exception {
    String event = "{\"event\":\"session.%s\",\"sid\":\"%s\",\"ei\":%d,\"time\":\"%s\"%s}";
    String yesterday = House.NOW.minus(Duration.ofDays(1)).toString();
    house.post(event.formatted("start", "off", 0, yesterday, ",\"session_recording\":\"off\""));
    house.post(event.formatted("end", "off", 9, yesterday, ""));
    house.post(event.formatted("start", "live", 0, House.NOW.minusSeconds(60), ""));
    house.post(event.formatted("start", "gone", 0, yesterday, ""));
    house.post(event.formatted("end", "gone", 9, yesterday, ""));
    house.post(event.formatted("start", "soon", 0, House.NOW.minusSeconds(60), ""));
    house.post(event.formatted("end", "soon", 9, House.NOW.minusSeconds(1), ""));
    for (String[] said :
        new String[][] {
          {"off", "not-recorded"}, {"live", "running"}, {"gone", "missing"}, {"soon", "awaited"}
        }) {
      JsonNode session = house.get("/v1/sessions/" + said[0], Map.of()).json();
      assertEquals(said[1], session.path("no_recording").asText(), said[0]);
    }
  }
}
