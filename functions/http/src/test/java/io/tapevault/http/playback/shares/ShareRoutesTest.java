package io.tapevault.http.playback.shares;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.playback.House;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.share.Shares;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Links to a recording, from the first to the last of it.
final class ShareRoutesTest {

  private static final SessionId SID = new SessionId("s-1");
  private static final String SHARES = "/v1/sessions/s-1/shares";
  private static final String ASKED =
      "{\"by\":\"alice\",\"reason\":\"case 12\",\"expires_in\":\"2h\"}";

  private final House house = new House();

  @BeforeEach
  void a_recording_arrives() throws IOException {
    record(SID);
  }

  private void record(SessionId sid) throws IOException {
    house.store.write(
        new ObjectKey.Recording(sid),
        out ->
            out.write(
                "{\"version\":2,\"width\":80,\"height\":24}\n[0.1,\"o\",\"hi\"]\n"
                    .getBytes(UTF_8)));
    house.get("/v1/sessions/" + sid + "/recording.cast", Map.of());
    cut(sid, 0);
  }

  /// One piece, as a terminal would make it of what is shown once so many redactions hold.
  private void cut(SessionId sid, int redactions) throws IOException {
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    pieces.write(
        packed(
            "{\"snapshot\":{\"cols\":80,\"rows\":24,\"init\":\"\"},\"events\":[[0.1,\"o\",\"hi\"]]}"));
    long table = pieces.size();
    pieces.write(ByteBuffer.allocate(2 * Long.BYTES).putLong(0).putLong(0).array());
    long place = pieces.size();
    pieces.write(packed("{\"duration\":0.1,\"term\":{\"cols\":80,\"rows\":24},\"markers\":[]}"));
    pieces.write(ByteBuffer.allocate(2 * Long.BYTES).putLong(table).putLong(place).array());
    StoredObject recording = house.store.recording(sid).orElseThrow();
    house.store.write(
        ObjectKey.Derived.shown(sid, recording, redactions, ObjectKey.Kind.SEGMENTS),
        out -> out.write(pieces.toByteArray()));
  }

  private static byte[] packed(String json) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(json.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  private House.Answer ask(String method, String path, String body, String caller)
      throws IOException {
    return ask(method, path, Map.of(), body, caller);
  }

  private House.Answer ask(
      String method, String path, Map<String, List<String>> query, String body, String caller)
      throws IOException {
    return house.ask(
        new HttpRequest(
            method,
            path,
            query,
            Map.of(),
            new ByteArrayInputStream(body.getBytes(UTF_8)),
            "r1",
            caller,
            new HttpRequest.Origin("192.0.2.7", "https://vault.example/live")));
  }

  private JsonNode share() throws IOException {
    House.Answer answer = ask("POST", SHARES, ASKED, "");
    assertEquals(200, answer.status(), () -> new String(answer.body(), UTF_8));
    return answer.json();
  }

  private House.Answer open(JsonNode share) throws IOException {
    return open(share, Map.of());
  }

  private House.Answer open(JsonNode share, Map<String, List<String>> query) throws IOException {
    String url = share.path("url").asText();
    assertTrue(url.matches("https://vault\\.example/live/share/[A-Za-z0-9_-]{43}"), url);
    return ask("GET", url.substring("https://vault.example/live".length()), query, "", "");
  }

  private House.Answer segment(JsonNode share, String name, String of) throws IOException {
    return open(share, Map.of("segment", List.of(name), "of", List.of(of)));
  }

  private List<JsonNode> events(String what) {
    EventQuery all =
        new EventQuery(
            House.NOW.minusSeconds(60),
            house.clock.instant().plusSeconds(60),
            Set.of(),
            Order.ASCENDING);
    return house.log.search(all, null, 10_000).events().stream()
        .map(stored -> parsed(stored.event().json()))
        .filter(event -> event.path("event").asText().equals("session.share." + what))
        .toList();
  }

  private static JsonNode parsed(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_link_shows_the_recording_to_whoever_has_it_and_each_step_is_an_event() throws IOException {
    JsonNode share = share();
    assertEquals(House.NOW.plusSeconds(7200).toString(), share.path("expires").asText());
    House.Answer page = open(share);
    assertEquals(200, page.status());
    assertEquals("a player", new String(page.body(), UTF_8));
    assertEquals("no-store", page.headers().get("cache-control"));
    assertEquals("no-referrer", page.headers().get("referrer-policy"));
    open(share);
    House.Answer revoked =
        ask("POST", SHARES + "/" + share.path("id").asText() + "/revoke", ASKED, "arn:bob");
    assertEquals("revoked", revoked.json().path("state").asText());
    assertEquals("arn:bob", revoked.json().path("revoked").path("by").asText());
    assertEquals("alice", events("created").getFirst().path("user").asText());
    assertEquals(1, events("opened").size());
    assertEquals("192.0.2.7", events("opened").getFirst().path("addr.remote").asText());
    assertEquals("arn:bob", events("revoked").getFirst().path("user").asText());
    String word =
        share.path("url").asText().substring("https://vault.example/live/share/".length());
    for (String what : List.of("created", "opened", "revoked")) {
      for (JsonNode event : events(what)) {
        assertEquals("s-1", event.path("session_id").asText());
        assertEquals(share.path("id").asText(), event.path("share").asText());
        assertFalse(event.toString().contains(word), event::toString);
      }
    }
    assertFalse(house.get(SHARES, Map.of()).json().toString().contains(word));
  }

  @Test
  void what_is_opened_later_is_another_event() throws IOException {
    JsonNode share = share();
    open(share);
    house.clock.move(Duration.ofMinutes(1));
    open(share);
    assertEquals(2, events("opened").size());
  }

  @Test
  void a_link_that_is_wrong_or_over_or_taken_back_looks_the_same_as_none() throws IOException {
    JsonNode revoked = share();
    JsonNode expired = share();
    assertNotEquals(revoked.path("url"), expired.path("url"));
    String revoke = SHARES + "/" + revoked.path("id").asText() + "/revoke";
    House.Answer first = ask("POST", revoke, ASKED, "");
    assertEquals(first.json(), ask("POST", revoke, ASKED.replace("alice", "bob"), "").json());
    assertEquals(1, events("revoked").size());
    assertEquals(200, open(expired).status());
    house.clock.move(Duration.ofHours(2));
    String none = new String(ask("GET", "/share/" + "x".repeat(43), "", "").body(), UTF_8);
    String path = "/share/" + revoked.path("id").asText();
    for (House.Answer answer :
        List.of(
            open(revoked),
            open(expired),
            ask("GET", path, "", ""),
            ask("GET", "/share/%00", "", ""))) {
      assertEquals(404, answer.status());
      assertEquals(none, new String(answer.body(), UTF_8));
      assertEquals("no-store", answer.headers().get("cache-control"));
    }
    JsonNode listed = house.get(SHARES, Map.of()).json().path("shares");
    assertEquals(Set.of("revoked", "expired"), Set.copyOf(listed.findValuesAsText("state")));
  }

  @Test
  void what_the_log_cannot_take_is_neither_made_nor_shown() throws IOException {
    JsonNode share = share();
    house.full = true;
    assertEquals("503 unavailable", ask("POST", SHARES, ASKED, "").problem());
    assertEquals("503 unavailable", open(share).problem());
    house.full = false;
    assertEquals(1, house.get(SHARES, Map.of()).json().path("shares").size());
  }

  @Test
  void the_pieces_of_a_recording_come_as_long_as_the_link_is_open() throws IOException {
    JsonNode share = share();
    House.Answer index = open(share, Map.of("segment", List.of("index"), "utm_id", List.of("1")));
    assertEquals("no-store", index.headers().get("cache-control"));
    assertEquals(0.1, index.json().path("duration").asDouble());
    String url = index.json().path("segments").path(0).path("url").asText();
    assertTrue(url.matches("\\?segment=0&of=[0-9-]+"), url);
    String of = url.substring(url.lastIndexOf('=') + 1);
    House.Answer piece = segment(share, "0", of);
    assertEquals("no-store", piece.headers().get("cache-control"));
    assertEquals("hi", piece.json().path("events").path(0).path(2).asText());
    assertEquals("404 no-such-segment", segment(share, "1", of).problem());
    assertEquals("404 no-such-segment", segment(share, "-1", of).problem());
    assertEquals("409 shown-otherwise", segment(share, "0", "1-2").problem());
    // Whoever asks for a piece alone has looked at it too.
    assertEquals(1, events("opened").size());
    ask("POST", SHARES + "/" + share.path("id").asText() + "/revoke", ASKED, "");
    assertEquals(404, segment(share, "0", of).status());
    assertEquals(404, segment(share, "index", of).status());
  }

  @Test
  void what_is_redacted_later_is_shown_without_it() throws IOException {
    JsonNode share = share();
    JsonNode before = open(share, Map.of("segment", List.of("index"))).json();
    byte[] hides = "{\"by\":\"a\",\"reason\":\"r\",\"texts\":[\"hiding\"]}".getBytes(UTF_8);
    assertEquals(200, house.ask("POST", "/v1/sessions/s-1/redactions", Map.of(), hides).status());
    assertEquals("5", open(share).headers().get("retry-after"));
    assertEquals(202, segment(share, "0", "").status());
    cut(SID, 1);
    assertEquals(200, open(share).status());
    String url = before.path("segments").path(0).path("url").asText();
    assertEquals(
        "409 shown-otherwise",
        segment(share, "0", url.substring(url.lastIndexOf('=') + 1)).problem());
  }

  @Test
  void the_thousand_and_first_is_refused_until_one_is_over() throws IOException {
    for (int i = 0; i < Shares.MOST; i++) {
      share();
    }
    assertEquals("400 bad-share", ask("POST", SHARES, ASKED, "").problem());
    house.clock.move(Duration.ofHours(2));
    share();
  }

  @Test
  void of_a_session_without_a_recording_there_is_nothing_to_share() throws IOException {
    String other = "/v1/sessions/s-2/shares";
    assertEquals("404 no-recording", ask("POST", other, ASKED, "").problem());
    assertEquals(0, house.get(other, Map.of()).json().path("shares").size());
    JsonNode share = share();
    assertEquals(
        "404 unknown-share",
        ask("POST", other + "/" + share.path("id").asText() + "/revoke", ASKED, "").problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"by\":\"a\",\"reason\":\"r\",\"expires_in\":\"31d\"}",
        "{\"by\":\"a\",\"reason\":\"r\",\"expires_in\":\"59s\"}",
        "{\"by\":\"a\",\"reason\":\"r\",\"expires_in\":\"soon\"}",
        "{\"by\":\"a\",\"expires_in\":\"1d\"}",
        "{\"reason\":\"r\"}"
      })
  void what_is_not_said_rightly_is_refused(String body) throws IOException {
    assertEquals("400 bad-share", ask("POST", SHARES, body, "").problem());
  }
}
