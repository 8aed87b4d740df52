package io.tapevault.http.playback.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventPage;
import io.tapevault.event.Position;
import io.tapevault.http.playback.House;
import io.tapevault.testkit.contract.Events;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventRoutesTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  private final House house = new House();

  @Test
  void a_type_may_be_given_twice_in_one_value_or_in_several() throws Exception {
    house.post(
        "[{\"event\":\"a\",\"uid\":\"1\"},{\"event\":\"b\",\"uid\":\"2\"},{\"event\":\"c\"}]");
    assertEquals(List.of("1"), uids(Map.of("type", List.of("a,a"))));
    assertEquals(
        List.of("1", "2"), uids(Map.of("type", List.of("a", "b"))).stream().sorted().toList());
    assertEquals(
        List.of("1", "2"),
        uids(Map.of("type", List.of("a,b", "b", ""))).stream().sorted().toList());
    assertEquals(3, uids(Map.of("type", List.of(""))).size());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "user, alice, `1,3`",
        "user, `bob,x`, `2`",
        "code, `T1,T9`, `1`",
        "session, s-1, `3`",
        "server, web-1, `1`",
        "server, 4f-node, `3`",
        "success, false, `2`",
        "type, a.*, `1,2`",
        "type, `b,a.c`, `2,3`",
        "where, `equals(user,\"alice\") && !exists(sid)`, `1`",
        "where, `contains(addr.remote, \"10.\")`, `2`"
      })
  void events_are_found_by_what_stands_in_them(String name, String value, String expected)
      throws Exception {
    house.post(
        """
        {"event":"a.b","uid":"1","user":"alice","code":"T1","server_hostname":"web-1"}
        {"event":"a.c","uid":"2","user":"bob,x","success":false,"addr.remote":"10.0.0.1"}
        {"event":"b","uid":"3","user":"alice","sid":"s-1","server_id":"4f-node"}
        """);
    assertEquals(
        List.of(expected.split(",", -1)),
        uids(Map.of(name, List.of(value))).stream().sorted().toList());
  }

  @Test
  void of_what_has_no_time_of_its_own_the_page_says_when_it_came() throws Exception {
    house.post(
        """
        {"event":"a","uid":"1","time":"2026-03-01T00:00:00Z"}
        {"event":"a","uid":"2","deeper":{"time":"2026-03-01T00:00:00Z"}}
        {"event":"a","uid":"3","time":null}
        """);
    // That somebody searches is an event too, and may stand anywhere among those of the moment.
    Map<String, List<String>> asked =
        Map.of("from", List.of("2026-03-01T00:00:00Z"), "type", List.of("a"));
    JsonNode page = house.get("/v1/events", asked).json();
    assertEquals(2, page.get("received").size());
    assertNull(page.get("received").get("0"));
    String came = page.get("received").get("1").asText();
    assertTrue(Instant.parse(came).isAfter(Instant.parse("2026-03-02T00:00:00Z")), came);
    assertNull(
        house
            .get("/v1/events", Map.of("to", List.of("2026-03-02T00:00:00Z")))
            .json()
            .get("received"));
  }

  @Test
  void a_cursor_of_one_question_is_none_of_another() throws Exception {
    house.post(
        "{\"event\":\"a\",\"uid\":\"1\",\"user\":\"x\"}{\"event\":\"a\",\"uid\":\"2\",\"user\":\"x\"}");
    Map<String, List<String>> asked = Map.of("user", List.of("x"), "limit", List.of("1"));
    String cursor = house.get("/v1/events", asked).json().get("cursor").asText();
    Map<String, List<String>> other =
        Map.of("user", List.of("y"), "limit", List.of("1"), "cursor", List.of(cursor));
    assertEquals("400 cursor-of-another-query", house.get("/v1/events", other).problem());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "login, nobody, there is no parameter 'login' here",
        "success, yes,  'success' is true or false",
        "where, equals(user), `'where': character 1: equals takes a field and one value`",
        "Type,  a,      there is no parameter 'Type' here",
        "limit, 0,      'limit' is a whole number from 1 to 10000",
        "order, up,     'order' is asc or desc",
        "from,  +12026-01-01T00:00:00Z, `'from' is not RFC 3339, such as 2026-03-01T00:00:00Z"
            + " (write + as %2B)`"
      })
  void a_parameter_that_is_not_known_or_not_valid_is_named(String name, String value, String detail)
      throws Exception {
    House.Answer answer = house.get("/v1/events", Map.of(name, List.of(value)));
    assertEquals("400 bad-parameter", answer.problem());
    assertEquals(detail, answer.json().get("detail").asText());
  }

  @Test
  void a_time_is_any_that_an_event_may_have() throws Exception {
    house.post("{\"event\":\"a\",\"uid\":\"1\",\"time\":\"2016-12-31T23:59:60Z\"}");
    assertEquals(
        List.of("1"),
        uids(
            Map.of(
                "from", List.of("2016-12-31T23:59:60Z"),
                "to", List.of("2017-01-01t00:00:00.1234567890z"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "to", "order", "limit", "cursor"})
  void what_may_be_there_once_may_not_be_there_twice(String name) throws Exception {
    House.Answer answer = house.get("/v1/events", Map.of(name, List.of("asc", "asc")));
    assertEquals("400 bad-parameter", answer.problem());
    assertEquals("'" + name + "' is there 2 times", answer.json().get("detail").asText());
  }

  @Test
  void a_signature_in_the_address_is_no_parameter_of_ours() throws Exception {
    Map<String, List<String>> signed =
        Map.of("X-Amz-Signature", List.of("x"), "X-Amz-Date", List.of("y"));
    assertEquals(200, house.get("/v1/events", signed).status());
  }

  @Test
  void a_session_that_takes_too_long_to_read_is_told_in_part_and_not_in_a_wrong_order()
      throws Exception {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      events.add(Events.command(SID, i, House.NOW.plusSeconds(i)));
    }
    house.log.append(events);
    assertFalse(house.get("/v1/sessions/" + SID, Map.of()).json().has("partial"));
    assertEquals(200, house.get("/v1/sessions/" + SID + "/events", Map.of()).status());

    house.slowness = Duration.ofSeconds(10);
    assertTrue(house.get("/v1/sessions/" + SID, Map.of()).json().path("partial").asBoolean());
    House.Answer answer = house.get("/v1/sessions/" + SID + "/events", Map.of());
    assertEquals("503 unavailable", answer.problem());
    assertEquals("2", answer.headers().get("retry-after"));
    assertTrue(answer.json().get("detail").asText().contains("/v1/events"));
  }

  @Test
  void more_than_a_hundred_types_are_too_many() throws Exception {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      types.add("t" + i);
    }
    assertEquals(200, house.get("/v1/events", Map.of("type", types)).status());
    types.add("one more");
    assertEquals("400 bad-parameter", house.get("/v1/events", Map.of("type", types)).problem());
  }

  @Test
  void commands_that_all_have_index_0_come_in_the_order_in_which_they_happened() throws Exception {
    StringBuilder body = new StringBuilder("[");
    body.append(
        "{\"event\":\"session.start\",\"uid\":\"s\",\"sid\":\"%s\",\"ei\":0,\"time\":\"2026-11-01T00:00:00Z\",\"user\":\"alice\"}"
            .formatted(SID));
    for (int i = 1; i <= 9; i++) {
      body.append(
          ",{\"event\":\"session.command\",\"uid\":\"c%d\",\"sid\":\"%s\",\"ei\":0,\"time\":\"2026-11-01T00:00:0%dZ\",\"program\":\"p%d\"}"
              .formatted(i, SID, i, i));
    }
    house.post(body.append("]").toString());
    List<String> all = List.of("s", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9");
    String path = "/v1/sessions/" + SID + "/events";
    assertEquals(all, walk(path, Map.of()));
    assertEquals(all, walk(path, Map.of("limit", List.of("1"))));
    assertEquals(
        all.reversed(), walk(path, Map.of("limit", List.of("4"), "order", List.of("desc"))));
  }

  @Test
  void a_cursor_is_of_its_own_query_only() throws Exception {
    house.post("[{\"event\":\"a\",\"uid\":\"1\"},{\"event\":\"a\",\"uid\":\"2\"}]");
    Map<String, List<String>> query = new HashMap<>(Map.of("limit", List.of("1")));
    String cursor = house.get("/v1/events", query).json().get("cursor").asText();
    query.put("cursor", List.of(cursor));
    assertEquals(200, house.get("/v1/events", query).status());
    query.put("type", List.of("a"));
    assertEquals("400 cursor-of-another-query", house.get("/v1/events", query).problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"any name", "a/b", "ü?#%", "+", ".."})
  void a_session_may_have_any_name(String name) throws Exception {
    house.post("{\"event\":\"x\",\"uid\":\"u\",\"sid\":\"" + name + "\"}");
    String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20");
    assertEquals(List.of("u"), walk("/v1/sessions/" + encoded + "/events", Map.of()));
    assertEquals(name, house.get("/v1/sessions/" + encoded, Map.of()).json().get("sid").asText());
  }

  @Test
  void an_event_larger_than_a_page_is_answered_by_reference_and_the_others_around_it()
      throws Exception {
    String text = "\"\\\\".repeat(1_100_000).replace("\"", "\\\"");
    house.post("{\"event\":\"a\",\"uid\":\"1\",\"time\":\"2026-11-01T00:00:01Z\"}");
    house.post(
        "{\"event\":\"b\",\"uid\":\"2\",\"sid\":\"s\",\"time\":\"2026-11-01T00:00:02Z\",\"x\":\""
            + text
            + "\"}");
    house.post("{\"event\":\"c\",\"uid\":\"3\",\"time\":\"2026-11-01T00:00:03Z\"}");
    List<JsonNode> found = new ArrayList<>();
    walk("/v1/events", Map.of(), found);
    assertEquals(3, found.size());
    JsonNode reference = found.get(1).get("too_large");
    assertFalse(found.get(1).has("event"));
    assertEquals("b", reference.get("event").asText());
    assertEquals("2", reference.get("uid").asText());
    assertEquals("s", reference.get("sid").asText());
    assertEquals("2026-11-01T00:00:02Z", reference.get("time").asText());
    House.Answer large = house.get(reference.get("href").asText(), Map.of());
    assertEquals(307, large.status());
    assertTrue(
        String.valueOf(large.headers().get("location")).startsWith("https://bucket/"),
        large::toString);
  }

  @Test
  void an_event_by_itself_is_as_it_came_in() throws Exception {
    String json = "{\"event\":\"a\",\"uid\":\"1\",\"sid\":\"s\",\"ei\":7,\"x\":1.50}";
    house.post(json);
    String path = "/v1/events/" + EventReference.of(Events.event(json).key());
    assertEquals(json, new String(house.get(path, Map.of()).body(), UTF_8));
    for (String none : List.of("x", "!", "AAAA", "MDpub2JvZHk", "%00")) {
      assertEquals("404 unknown-event", house.get("/v1/events/" + none, Map.of()).problem(), none);
    }
  }

  @Test
  void an_event_is_found_by_its_uid_and_who_looked_is_told_of() throws Exception {
    String json =
        "{\"event\":\"a\",\"uid\":\"a/b ü\",\"sid\":\"s\",\"time\":\"2026-11-01T00:00:01Z\"}";
    house.post(json);
    String path = "/v1/events/a%2Fb%20%C3%BC";
    assertEquals(json, new String(house.get(path, Map.of()).body(), UTF_8));
    assertEquals(
        "404 unknown-event",
        house.get(path, Map.of("from", List.of("2026-11-02T00:00:00Z"))).problem());
    assertEquals(
        "400 bad-parameter", house.get(path, Map.of("time", List.of("2026-11-02"))).problem());
    assertEquals(
        List.of("event a/b ü ", "event a/b ü from=2026-11-02T00:00:00Z"),
        house
            .get("/v1/events", Map.of("type", List.of("audit.search")))
            .json()
            .get("events")
            .valueStream()
            .map(event ->
                event.path("what").asText()
                    + " "
                    + event.path("of").asText()
                    + " "
                    + event.path("query").asText())
            .sorted()
            .toList());
  }

  @Test
  void where_there_was_no_time_to_look_everywhere_it_says_how_far_it_came() throws Exception {
    Instant reached = Instant.parse("2026-11-01T00:00:01Z");
    house.stopsAt = new Position(reached, new EventKey("s", 1));
    House.Answer answer = house.get("/v1/events/nobody", Map.of());
    assertEquals("422 search-not-done", answer.problem());
    assertTrue(answer.json().get("detail").asText().contains("to=" + reached), answer::toString);
  }

  @Test
  void no_character_that_a_terminal_acts_on_is_in_a_page() throws Exception {
    house.post("{\"event\":\"x\",\"user\":\"\u009b31m\u202e\u007f\"}");
    String page = new String(house.get("/v1/events", Map.of()).body(), UTF_8);
    assertTrue(page.contains("\\u009b31m\\u202e\\u007f"), page);
  }

  private List<String> uids(Map<String, List<String>> query) throws IOException {
    return walk("/v1/events", query);
  }

  private List<String> walk(String path, Map<String, List<String>> query) throws IOException {
    return walk(path, query, new ArrayList<>()).stream()
        .map(event -> event.path("uid").asText())
        .toList();
  }

  /// All pages, one after another.
  private List<JsonNode> walk(String path, Map<String, List<String>> query, List<JsonNode> found)
      throws IOException {
    Map<String, List<String>> next = new HashMap<>(query);
    JsonNode page;
    do {
      House.Answer answer = house.get(path, next);
      assertEquals(200, answer.status());
      assertTrue(EventPage.bytes(new String(answer.body(), UTF_8)) < 6_000_000);
      page = answer.json();
      page.get("events")
          .forEach(event -> {
            if (!event.path("event").asText().equals("audit.search")) {
              found.add(event);
            }
          });
      next.put("cursor", List.of(page.path("cursor").asText()));
    } while (page.has("cursor"));
    return found;
  }
}
