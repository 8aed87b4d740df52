package io.tapevault.http.playback.holds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.hold.Hold;
import io.tapevault.hold.Hold.Said;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.playback.House;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class HoldRoutesTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String HOLD = "/v1/sessions/" + SID + "/hold";
  private static final String ALICE = "{\"by\":\"alice\",\"reason\":\"case 12\"}";
  private static final String BOB = "{\"by\":\"bob\",\"reason\":\"closed\"}";
  private static final String PLACED =
      "'placed':{'by':'alice','reason':'case 12','at':'" + House.NOW + "'}";

  private final House house = new House();

  private House.Answer post(String path, String body) throws IOException {
    return house.ask("POST", path, Map.of(), body.getBytes(UTF_8));
  }

  private House.Answer get(String path) throws IOException {
    return house.get(path, Map.of());
  }

  private static JsonNode json(String json) throws IOException {
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }

  @Test
  void a_session_is_held_shown_as_held_listed_and_released() throws IOException {
    JsonNode held = json("{'sid':'" + SID + "'," + PLACED + "}");
    assertEquals(held, post(HOLD, ALICE).json());
    assertEquals(held.path("placed"), get("/v1/sessions/" + SID).json().path("hold"));
    assertEquals(json("{'holds':[" + held + "]}"), get("/v1/holds").json());
    JsonNode released = post(HOLD + "/release", BOB).json();
    assertEquals(
        json(
            "{'sid':'"
                + SID
                + "',"
                + PLACED
                + ",'released':{'by':'bob','reason':'closed','at':'"
                + House.NOW
                + "'}}"),
        released);
    assertFalse(get("/v1/sessions/" + SID).json().has("hold"));
    assertEquals(json("{'holds':[]}"), get("/v1/holds").json());
  }

  @Test
  void doing_it_again_answers_what_was_done_first() throws IOException {
    JsonNode held = post(HOLD, ALICE).json();
    assertEquals(held, post(HOLD, BOB).json());
    JsonNode released = post(HOLD + "/release", BOB).json();
    assertEquals(released, post(HOLD + "/release", ALICE).json());
  }

  @Test
  void who_is_told_by_the_signature_where_there_is_one() throws IOException {
    HttpRequest signed =
        new HttpRequest(
            "POST",
            HOLD,
            Map.of(),
            Map.of(),
            new ByteArrayInputStream(ALICE.getBytes(UTF_8)),
            "r1",
            "arn:aws:iam::111122223333:user/carol");
    assertEquals(
        "arn:aws:iam::111122223333:user/carol",
        house.ask(signed).json().path("placed").path("by").asText());
  }

  @Test
  void a_session_of_any_name_can_be_held() throws IOException {
    assertEquals(200, post("/v1/sessions/a%2Fb%20c/hold", ALICE).status());
    assertEquals("a/b c", get("/v1/holds").json().at("/holds/0/sid").asText());
    assertEquals("case 12", get("/v1/sessions/a%2Fb%20c").json().at("/hold/reason").asText());
  }

  @Test
  void many_holds_are_listed_in_pages() throws IOException {
    TreeSet<String> all = new TreeSet<>();
    for (int i = 0; i < 450; i++) {
      String session = "session-" + i;
      all.add(session);
      house.holds.place(Hold.of(session, new Said("alice", "case 12", House.NOW)));
    }
    TreeSet<String> listed = new TreeSet<>();
    String after = "";
    int pages = 0;
    do {
      JsonNode page = house.get("/v1/holds", Map.of("after", List.of(after))).json();
      page.path("holds").forEach(hold -> listed.add(hold.path("sid").asText()));
      after = page.path("next").asText();
      pages++;
    } while (!after.isEmpty());
    assertEquals(all, listed);
    assertEquals(3, pages);
  }

  @Test
  void what_is_missing_or_too_long_is_named_and_holds_nothing() throws IOException {
    assertEquals("400 not-json", post(HOLD, "").problem());
    assertEquals("400 not-json", post(HOLD, "[]").problem());
    assertEquals("400 bad-hold", post(HOLD, "{\"by\":\"alice\"}").problem());
    assertEquals("400 bad-hold", post(HOLD, "{\"by\":\"alice\",\"reason\":\"  \"}").problem());
    assertEquals("400 bad-hold", post(HOLD, "{\"reason\":\"case 12\"}").problem());
    assertEquals("400 bad-hold", post(HOLD, ALICE.replace("case 12", "x".repeat(1_001))).problem());
    assertEquals(
        "400 bad-hold", post("/v1/sessions/" + "x".repeat(2_049) + "/hold", ALICE).problem());
    assertEquals("413 body-too-large", post(HOLD, " ".repeat(20_000) + ALICE).problem());
    assertEquals("404 not-held", post(HOLD + "/release", BOB).problem());
    assertEquals("400 bad-parameter", house.get("/v1/holds", Map.of("x", List.of("1"))).problem());
    assertEquals(json("{'holds':[]}"), get("/v1/holds").json());
  }
}
