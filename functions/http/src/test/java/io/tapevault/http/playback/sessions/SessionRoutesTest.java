package io.tapevault.http.playback.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.http.playback.House;
import io.tapevault.http.playback.House.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SessionRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final House house = new House();

  @BeforeEach
  void five_sessions() throws Exception {
    start("watched", 50, "\"user\":\"alice\",\"server_hostname\":\"web-1\"");
    end("watched", 49, "\"participants\":[\"alice\",\"bob\"]");
    tell(
        "session.upload",
        "watched",
        48,
        "\"size\":7,\"sha256\":\"ab\",\"format\":\"protostream-v1\"");
    start("lost", 40, "\"user\":\"bob\"");
    end("lost", 39, "");
    start("awaited", 3, "\"user\":\"bob\"");
    end("awaited", 2, "");
    start("off", 2, "\"user\":\"carol\",\"session_recording\":\"off\"");
    tell("db.session.start", "open", 1, "\"user\":\"dave\"");
    house.list();
  }

  private void start(String sid, int hoursAgo, String more) throws Exception {
    tell("session.start", sid, hoursAgo, more);
  }

  private void end(String sid, int hoursAgo, String more) throws Exception {
    tell("session.end", sid, hoursAgo, more);
  }

  private void tell(String event, String sid, int hoursAgo, String more) throws Exception {
    house.post(
        "{\"event\":\"%s\",\"sid\":\"%s\",\"ei\":%d,\"time\":\"%s\"%s}"
            .formatted(
                event,
                sid,
                1_000_000 - hoursAgo,
                House.NOW.minus(Duration.ofHours(hoursAgo)),
                more.isEmpty() ? "" : "," + more));
  }

  private JsonNode ask(String... question) throws Exception {
    Map<String, List<String>> query = new HashMap<>();
    for (int i = 0; i < question.length; i += 2) {
      query.put(question[i], List.of(question[i + 1]));
    }
    Answer answer = house.get("/v1/sessions", query);
    assertEquals(200, answer.status(), () -> new String(answer.body(), UTF_8));
    return answer.json();
  }

  private List<String> found(String... question) throws Exception {
    return sids(ask(question));
  }

  private static List<String> sids(JsonNode page) {
    return StreamSupport.stream(page.path("sessions").spliterator(), false)
        .map(session -> session.path("sid").asText() + " " + session.path("state").asText())
        .toList();
  }

  @Test
  void the_newest_comes_first_and_each_says_what_there_is_to_watch() throws Exception {
    assertEquals(
        List.of(
            "open running",
            "off not-recorded",
            "awaited awaited",
            "lost missing",
            "watched recorded"),
        found());
    assertEquals("watched recorded", found("order", "asc").getFirst());
  }

  @Test
  void a_session_is_told_with_its_recordings() throws Exception {
    assertEquals(
        JSON.readTree(
            """
            {"sid":"watched","kind":"ssh","state":"recorded","user":"alice","server":"web-1",
             "start":"2026-11-29T10:00:00Z","end":"2026-11-29T11:00:00Z","participants":["alice","bob"],
             "recordings":[{"uploaded":"2026-11-29T12:00:00Z","size":7,"sha256":"ab","format":"protostream-v1"}]}
            """),
        ask("user", "alice").path("sessions").path(0));
  }

  @ParameterizedTest
  @CsvSource({
    "user, bob, awaited awaited+lost missing",
    "participant, bob, awaited awaited+lost missing+watched recorded",
    "server, web-1, watched recorded",
    "kind, db, open running",
    "state, recorded, watched recorded",
    "state, running, open running",
    "state, awaited, awaited awaited",
    "state, missing, lost missing",
    "state, not-recorded, off not-recorded",
    "active_at, 2026-12-01T09:30:00Z, awaited awaited",
    "from, 2026-12-01T09:30:00Z, open running+off not-recorded",
    "to, 2026-11-29T12:00:00Z, watched recorded",
    "user, nobody, ''",
  })
  void any_question_finds_its_sessions(String name, String value, String expected)
      throws Exception {
    assertEquals(expected, String.join("+", found(name, value)));
  }

  @Test
  void pages_bring_every_session_once() throws Exception {
    List<String> read = new ArrayList<>();
    JsonNode page = ask("limit", "2");
    read.addAll(sids(page));
    while (page.has("cursor")) {
      page = ask("limit", "2", "cursor", page.path("cursor").asText());
      read.addAll(sids(page));
    }
    assertEquals(found(), read);
  }

  @Test
  void a_cursor_is_of_its_own_question_only() throws Exception {
    String cursor = ask("limit", "2").path("cursor").asText();
    Answer other =
        house.get("/v1/sessions", Map.of("user", List.of("bob"), "cursor", List.of(cursor)));
    assertEquals("400 cursor-of-another-query", other.problem());
  }

  @Test
  void a_recording_that_comes_is_no_longer_missing() throws Exception {
    tell("session.upload", "lost", 0, "\"size\":9");
    house.list();
    assertEquals(List.of(), found("state", "missing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "kind|tape|'kind' is one of ssh, k8s, db, app, desktop",
        "state|gone|'state' is recorded, not-recorded, running, awaited or missing",
        "active_at|yesterday|'active_at' is not RFC 3339",
        "order|up|'order' is asc or desc",
        "limit|501|'limit' is a whole number from 1 to 500",
        "login|root|there is no parameter 'login' here",
        "from|2027-01-01T00:00:00Z|'from' is after 'to'",
      })
  void what_is_not_valid_is_said(String name, String value, String detail) throws Exception {
    Answer answer = house.get("/v1/sessions", Map.of(name, List.of(value)));
    assertEquals(400, answer.status());
    assertTrue(answer.json().path("detail").asText().startsWith(detail), answer.json()::toString);
  }

  @Test
  void what_a_name_holds_is_spelled_harmlessly() throws Exception {
    start("hostile", 0, "\"user\":\"\\u009b2J\\u202e\"");
    house.list();
    Answer answer = house.get("/v1/sessions", Map.of());
    String text = new String(answer.body(), UTF_8);
    assertTrue(text.contains("\\u009b2J\\u202e"), text);
    assertEquals("hostile", answer.json().path("sessions").path(0).path("sid").asText());
  }
}
