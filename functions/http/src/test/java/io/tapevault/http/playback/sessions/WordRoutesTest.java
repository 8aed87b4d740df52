package io.tapevault.http.playback.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.http.playback.House;
import io.tapevault.http.playback.House.Answer;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.masking.Mask;
import io.tapevault.redaction.Redaction;
import io.tapevault.redaction.Redactions;
import io.tapevault.search.Transcribed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordRoutesTest {

  private static final Instant START = House.NOW.minus(Duration.ofHours(5));

  private final House house = new House();

  private void recorded(String sid, int hour, String user, String... lines) throws IOException {
    SessionId id = new SessionId(sid);
    house.store.write(new ObjectKey.Recording(id), out -> out.write("x".getBytes(UTF_8)));
    transcribed(id, hour, user, 0, lines);
  }

  private void transcribed(SessionId id, int hour, String user, int redactions, String... lines)
      throws IOException {
    String version =
        Transcribed.version(
            id, house.store.find(new ObjectKey.Recording(id)).orElseThrow(), redactions);
    house.transcripts.put(
        new Transcribed(id, version, START.plus(Duration.ofHours(hour)), user, "web-1"),
        taker -> {
          for (int i = 0; i < lines.length; i++) {
            taker.line(1_500L * i, lines[i]);
          }
        });
  }

  private Answer ask(String path, String... question) throws IOException {
    Map<String, List<String>> query = new HashMap<>();
    for (int i = 0; i < question.length; i += 2) {
      query.put(question[i], List.of(question[i + 1]));
    }
    return house.get(path, query);
  }

  private JsonNode search(String... question) throws IOException {
    Answer answer = ask("/v1/search", question);
    assertEquals(200, answer.status(), () -> new String(answer.body(), UTF_8));
    return answer.json();
  }

  @Test
  void a_word_is_found_with_its_moment_its_place_and_its_session() throws Exception {
    recorded("a", 0, "alice", "$ ls", "the Root of it");
    assertEquals(
        """
        {"hits":[{"sid":"a","at":1.5,"line":"the Root of it","from":4,"to":8,"user":"alice",\
        "server":"web-1","start":"2026-12-01T07:00:00Z"}]}\
        """,
        search("q", "root").toString());
    assertEquals(0, search("q", "root gone").path("hits").size());
    assertEquals(0, search("q", "\"of root\"").path("hits").size());
    assertEquals(0, search("q", "root", "user", "bob").path("hits").size());
    assertEquals(0, search("q", "root", "server", "web-2").path("hits").size());
    assertEquals(0, search("q", "root", "to", "2026-12-01T07:00:00Z").path("hits").size());
    assertEquals(1, search("q", "root", "from", "2026-12-01T07:00:00Z").path("hits").size());
  }

  @Test
  void pages_go_on_with_their_cursor_to_the_end() throws Exception {
    recorded("a", 0, "alice", "hit 1", "hit 2", "hit 3");
    recorded("b", 1, "alice", "hit 4", "hit 5");
    List<String> lines = new ArrayList<>();
    JsonNode page = search("q", "hit", "limit", "2");
    while (page.has("cursor")) {
      page.path("hits").forEach(hit -> lines.add(hit.path("line").asText()));
      page = search("q", "hit", "limit", "2", "cursor", page.path("cursor").asText());
    }
    page.path("hits").forEach(hit -> lines.add(hit.path("line").asText()));
    assertEquals(List.of("hit 4", "hit 5", "hit 1", "hit 2", "hit 3"), lines);
  }

  @Test
  void what_was_redacted_is_found_no_more_and_the_rest_once_it_is_derived() throws Exception {
    recorded("a", 0, "alice", "password secret");
    new Redactions(house.store)
        .add(
            new SessionId("a"),
            new Redaction(new Mask(List.of(), List.of("secret")), "bob", "why", House.NOW));
    assertEquals(0, search("q", "password").path("hits").size());
    transcribed(new SessionId("a"), 0, "alice", 1, "password ██████");
    assertEquals(1, search("q", "password").path("hits").size());
    assertEquals(0, search("q", "secret").path("hits").size());
  }

  @Test
  void nothing_of_a_recording_that_is_gone_is_found() throws Exception {
    house.transcripts.put(
        new Transcribed(new SessionId("gone"), "1-1.r0", START, "", ""),
        taker -> taker.line(0, "hit"));
    assertEquals(0, search("q", "hit").path("hits").size());
  }

  @Test
  void who_looks_for_what_is_in_the_log_once_a_minute() throws Exception {
    recorded("a", 0, "alice", "hit 1", "hit 2");
    JsonNode page = search("q", "hit", "limit", "1");
    search("q", "hit", "limit", "1", "cursor", page.path("cursor").asText());
    assertEquals(1, told().size());
    assertTrue(told().getFirst().contains("\"q\":\"hit\""), told().getFirst());
    search("q", "other");
    house.clock.move(Duration.ofMinutes(1));
    search("q", "hit");
    assertEquals(3, told().size());
  }

  private List<String> told() {
    EventQuery query =
        new EventQuery(
            START, House.NOW.plusSeconds(600), Set.of("session.search"), Order.ASCENDING);
    return house.log.search(query, null, 100).events().stream()
        .map(stored -> stored.event().json())
        .toList();
  }

  @Test
  void nothing_is_found_where_the_log_cannot_be_told() throws Exception {
    recorded("a", 0, "alice", "hit");
    house.full = true;
    Answer answer = ask("/v1/search", "q", "hit");
    assertEquals("503 unavailable", answer.problem());
    assertFalse(new String(answer.body(), UTF_8).contains("alice"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 400 bad-parameter",
    "q=, 400 bad-parameter",
    "q=---, 400 bad-parameter",
    "q=a&limit=0, 400 bad-parameter",
    "q=a&limit=101, 400 bad-parameter",
    "q=a&from=yesterday, 400 bad-parameter",
    "q=a&what=b, 400 bad-parameter",
    "q=a&cursor=zz, 400 bad-cursor",
    "q=a&cursor=dzE6MDp4, 400 bad-cursor",
  })
  void what_cannot_be_asked_is_a_problem(String asked, String problem) throws Exception {
    List<String> question = new ArrayList<>();
    for (String one : asked.isEmpty() ? new String[0] : asked.split("&")) {
      question.addAll(List.of(one.split("=", 2)));
    }
    assertEquals(problem, ask("/v1/search", question.toArray(String[]::new)).problem());
  }

  @Test
  void a_cursor_with_a_place_that_was_made_up_is_refused() throws Exception {
    String question =
        "[Optional[a], Optional.empty, Optional.empty, Optional.empty, Optional.empty]";
    String cursor =
        Cursors.in(house.register, bytes -> {}).cursor("words" + question, "", "nonsense");
    assertEquals("400 bad-cursor", ask("/v1/search", "q", "a", "cursor", cursor).problem());
  }

  @Test
  void sessions_are_listed_by_what_stands_in_their_transcripts() throws Exception {
    for (String sid : List.of("a", "b", "c")) {
      house.post(
          "{\"event\":\"session.start\",\"sid\":\"%s\",\"ei\":1,\"time\":\"%s\",\"user\":\"u-%s\"}"
              .formatted(sid, START, sid));
    }
    house.list();
    recorded("a", 0, "u-a", "hit", "hit again");
    recorded("b", 1, "u-b", "none");
    recorded("c", 2, "u-c", "hit");
    assertEquals(List.of("c", "a"), sids("text", "hit"));
    assertEquals(List.of("a"), sids("text", "hit", "user", "u-a"));
    assertEquals(List.of(), sids("text", "hit", "to", START.toString()));
    assertEquals("400 bad-parameter", ask("/v1/sessions", "text", "-").problem());
    assertEquals("400 bad-parameter", ask("/v1/sessions", "text", "a", "order", "asc").problem());
    assertEquals("400 bad-cursor", ask("/v1/sessions", "text", "a", "cursor", "x").problem());
    assertEquals(3, told().size());
  }

  private List<String> sids(String... question) throws IOException {
    List<String> sids = new ArrayList<>();
    List<String> asked = new ArrayList<>(List.of(question));
    asked.addAll(List.of("limit", "1"));
    JsonNode page = ask("/v1/sessions", asked.toArray(String[]::new)).json();
    int size = asked.size();
    while (page.has("cursor")) {
      page.path("sessions").forEach(one -> sids.add(one.path("sid").asText()));
      List<String> next = new ArrayList<>(asked.subList(0, size));
      next.addAll(List.of("cursor", page.path("cursor").asText()));
      page = ask("/v1/sessions", next.toArray(String[]::new)).json();
    }
    page.path("sessions").forEach(one -> sids.add(one.path("sid").asText()));
    return sids;
  }
}
