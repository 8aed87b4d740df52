package io.tapevault.http.playback.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.playback.House;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedactionRoutesTest {

  private static final SessionId SID = new SessionId("80d9ca77-93af-443f-b33c-6fc55bd1a147");
  private static final String SESSION = "/v1/sessions/" + SID;
  private static final String REDACTIONS = SESSION + "/redactions";
  private static final String ASKED =
      "{'by':'alice','reason':'a password','texts':['hunter2'],'spans':[{'from':1.5,'to':2}]}";
  private static final String TOLD =
      "{'number':1,'by':'alice','reason':'a password','at':'"
          + House.NOW
          + "','spans':[{'from':1.500,'to':2.000}],'texts':1}";

  private final House house = new House();

  @BeforeEach
  void a_recording_arrives() throws IOException {
    house.store.write(
        new ObjectKey.Recording(SID),
        out ->
            out.write(
                "{\"version\":2,\"width\":80,\"height\":24}\n[0.1,\"o\",\"hunter2\"]\n"
                    .getBytes(UTF_8)));
  }

  private House.Answer redact(String body) throws IOException {
    return house.ask("POST", REDACTIONS, Map.of(), body.replace('\'', '"').getBytes(UTF_8));
  }

  private static JsonNode json(String json) throws IOException {
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }

  private List<JsonNode> events() throws IOException {
    return house.log.session(SID.value(), Order.ASCENDING, null, 100).events().stream()
        .map(stored -> stored.event().json())
        .filter(event -> event.contains("recording.redacted"))
        .map(event -> {
          try {
            return new ObjectMapper().readTree(event);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        })
        .toList();
  }

  @Test
  void what_is_redacted_is_told_with_who_and_why_and_the_texts_to_nobody() throws IOException {
    assertEquals(json(TOLD), redact(ASKED).json());
    House.Answer listed = house.get(REDACTIONS, Map.of());
    assertEquals(json("{'redactions':[" + TOLD + "]}"), listed.json());
    JsonNode event = events().getFirst();
    assertEquals("alice", event.path("user").asText());
    assertEquals("a password", event.path("reason").asText());
    assertEquals(json("[{'from_ms':1500,'to_ms':2000}]"), event.path("spans"));
    assertEquals(1, event.path("texts").asInt());
    assertFalse(event.toString().contains("hunter2"));
    assertFalse(new String(listed.body(), UTF_8).contains("hunter2"));
    assertEquals(Set.of(SID), house.redacted);
  }

  @Test
  void the_recording_itself_is_for_few_from_then_on() throws IOException {
    assertEquals(307, house.get(SESSION + "/recording", Map.of()).status());
    redact(ASKED);
    House.Answer refused = house.get(SESSION + "/recording", Map.of());
    assertEquals("403 redacted", refused.problem());
    assertTrue(refused.json().path("detail").asText().contains("/v1/originals/{sid}/recording"));
    assertEquals("403 redacted", house.get(SESSION + "/stream", Map.of()).problem());
    assertEquals(307, house.get("/v1/originals/" + SID + "/recording", Map.of()).status());
    assertEquals(
        1, house.get(SESSION, Map.of()).json().path("recording").path("redactions").asInt());
  }

  @Test
  void the_same_again_changes_nothing_and_another_one_is_the_second() throws IOException {
    JsonNode first = redact(ASKED).json();
    assertEquals(first, redact(ASKED.replace("alice", "bob")).json());
    assertEquals(1, events().size());
    assertEquals(2, redact(ASKED.replace("hunter2", "hunter3")).json().path("number").asInt());
    assertEquals(2, events().size());
  }

  @Test
  void who_signed_counts() throws IOException {
    HttpRequest signed =
        new HttpRequest(
            "POST",
            REDACTIONS,
            Map.of(),
            Map.of(),
            new ByteArrayInputStream(ASKED.replace('\'', '"').getBytes(UTF_8)),
            "r1",
            "arn:carol");
    assertEquals("arn:carol", house.ask(signed).json().path("by").asText());
  }

  @Test
  void without_a_recording_there_is_nothing_to_redact() throws IOException {
    String other = "/v1/sessions/90d9ca77-93af-443f-b33c-6fc55bd1a147/redactions";
    byte[] body = ASKED.replace('\'', '"').getBytes(UTF_8);
    assertEquals("404 no-recording", house.ask("POST", other, Map.of(), body).problem());
    assertEquals(json("{'redactions':[]}"), house.get(other, Map.of()).json());
    assertEquals(
        "404 no-recording",
        house
            .get("/v1/originals/90d9ca77-93af-443f-b33c-6fc55bd1a147/recording", Map.of())
            .problem());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing at all | is not JSON",
        "{} | 'reason' says why",
        "{'reason':'r','texts':['hunter2']} | 'by' says who",
        "{'reason':'r','by':'b'} | neither 'spans' nor 'texts'",
        "{'reason':'r','by':'b','text':['hunter2']} | 'text' is not known here",
        "{'reason':'r','by':'b','texts':['hunter2','a b']} | text 2 has not 3",
        "{'reason':'r','by':'b','spans':[{'from':2,'to':1}]} | span 1 is none",
        "{'reason':'r','by':'b','spans':[{'from':-1,'to':1}]} | span 1 is none",
        "{'reason':'r','by':'b','spans':[{'from':1}]} | span 1 is none",
        "{'reason':'r','by':'b','spans':[{'from':'1','to':2}]} | span 1 is none",
        "{'reason':'r','by':'b','spans':[{'from':1,'to':1e99}]} | span 1 is none",
        "{'reason':'r','by':'b','spans':[{'from':1,'til':2}]} | 'til' is not known here",
      })
  void what_is_not_understood_is_refused_with_what_is_wrong(String body, String why)
      throws IOException {
    House.Answer refused = redact(body);
    assertEquals("400 bad-redaction", refused.problem());
    String detail = refused.json().path("detail").asText();
    assertTrue(detail.contains(why), detail);
    assertEquals(List.of(), events());
  }
}
