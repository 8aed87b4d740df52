package io.tapevault.http.playback.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.event.AuditEvent;
import io.tapevault.http.playback.House;
import io.tapevault.testkit.contract.Events;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the log says of those who search it, and what following it promises.
final class SearchAuditTest {

  private final House house = new House();

  private JsonNode search(Map<String, String> asked) throws IOException {
    Map<String, List<String>> query = new HashMap<>();
    asked.forEach((name, value) -> query.put(name, List.of(value)));
    House.Answer answer = house.get("/v1/events", query);
    assertEquals(200, answer.status(), answer::toString);
    return answer.json();
  }

  private List<String> told() throws IOException {
    List<String> told = new ArrayList<>();
    for (JsonNode event : search(Map.of("type", "audit.search")).get("events")) {
      told.add(event.path("what").asText() + " " + event.path("query").asText());
    }
    return told.stream().sorted().toList();
  }

  @Test
  void every_search_is_an_event_with_its_question_and_its_next_pages_are_not() throws Exception {
    house.post("[{\"event\":\"a\",\"uid\":\"1\"},{\"event\":\"a\",\"uid\":\"2\"}]");
    assertEquals(List.of(), told());
    String cursor = search(Map.of("type", "a", "limit", "1")).get("cursor").asText();
    search(Map.of("type", "a", "limit", "1", "cursor", cursor));
    search(Map.of("where", "equals(user, \"x&y\")", "order", "desc"));
    search(Map.of("where", "equals(user, \"x&y\")", "order", "desc"));
    assertEquals(List.of("search order=desc&where=equals(user, \"x&y\")", "search type=a"), told());
    house.clock.move(Duration.ofMinutes(1));
    search(Map.of("type", "a"));
    assertEquals(3, told().size());
  }

  @Test
  void who_reads_a_session_is_told_of_and_who_looks_for_searches_is_not() throws Exception {
    house.post("{\"event\":\"a\",\"uid\":\"1\",\"sid\":\"s-1\"}");
    assertEquals(200, house.get("/v1/sessions/s-1/events", Map.of()).status());
    assertEquals(List.of("session "), told());
    assertEquals(List.of("session "), told());
    search(Map.of("type", "audit.search,a"));
    assertEquals(2, told().size());
  }

  @Test
  void what_is_no_question_is_no_event() throws Exception {
    house.get("/v1/events", Map.of("limit", List.of("0")));
    house.get("/v1/events", Map.of("cursor", List.of("x")));
    assertEquals(List.of(), told());
  }

  @Test
  void nothing_is_found_for_anybody_whom_the_log_cannot_tell_of() throws Exception {
    house.post("{\"event\":\"a\",\"uid\":\"1\"}");
    house.full = true;
    House.Answer answer = house.get("/v1/events", Map.of());
    assertEquals("503 unavailable", answer.problem());
    assertFalse(answer.toString().contains("\"uid\""));
    assertEquals(200, house.get("/v1/events", Map.of("type", List.of("audit.search"))).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "86401", "x", ""})
  void how_late_events_may_be_is_a_number(String late) throws Exception {
    House.Answer answer = house.get("/v1/events", Map.of("follow", List.of(late)));
    assertEquals("400 bad-parameter", answer.problem());
  }

  /// Events come in any order, those of one moment at once, some up to a minute late.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void who_follows_sees_every_event_that_is_not_too_late_and_is_one_event(long seed)
      throws Exception {
    Random random = new Random(seed);
    Map<String, String> asked =
        new HashMap<>(
            Map.of(
                "from",
                House.NOW.minusSeconds(60).toString(),
                "follow",
                "60",
                "where",
                "exists(pid)",
                "limit",
                "" + (1 + random.nextInt(7))));
    Set<String> sent = new HashSet<>();
    Set<String> seen = new HashSet<>();
    int polls = 0;
    for (int round = 0; round < 40; round++) {
      List<AuditEvent> events = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        int index = sent.size();
        events.add(
            Events.command(
                "s" + random.nextInt(3),
                index,
                house.clock.instant().minusMillis(random.nextInt(120) * 500L)));
        sent.add(events.getLast().uid());
      }
      house.log.append(events);
      JsonNode page;
      do {
        page = search(asked);
        page.get("events").forEach(event -> seen.add(event.path("uid").asText()));
        asked.put("cursor", page.get("cursor").asText());
        polls++;
      } while (page.path("more").asBoolean(true));
      assertEquals(sent, seen, "round " + round);
      house.clock.move(Duration.ofSeconds(random.nextInt(10)));
    }
    assertTrue(polls >= 40);
    assertEquals(1, told().size());
  }
}
