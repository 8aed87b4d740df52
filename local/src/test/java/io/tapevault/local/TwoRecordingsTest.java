package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A node's recording of a session and a proxy's: the first one is cut off, the other is whole.
final class TwoRecordingsTest extends RunningVault {

  private static final String SID = "5b1dfa4e-7d2d-4c88-9d1f-0a2c6a1b9e01";
  private static final String HEAD =
      "{\"version\":2,\"width\":80,\"height\":24}\n[1,\"o\",\"secret one\\r\\n\"]\n";
  private static final String FIRST = HEAD + "[2,\"o\",\"tw";
  private static final String WHOLE = HEAD + "[2,\"o\",\"twofold secret\\r\\n\"]\n";

  private String other = "";

  @BeforeEach
  void upload() throws Exception {
    client.upload(SID, FIRST.getBytes(UTF_8));
    client.made("/v1/sessions/" + SID + "/recording.txt?partial=true");
    client.upload(SID, WHOLE.getBytes(UTF_8));
    Instant end = Instant.now().plusSeconds(20);
    while (other.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      other = client.get("/v1/sessions/" + SID).json().at("/other_recordings/0/sid").asText();
    }
    client.made("/v1/sessions/" + other + "/recording.txt");
  }

  /// How many sessions the list has, once it has any: it is kept a moment later.
  private int listed() throws Exception {
    Instant end = Instant.now().plusSeconds(20);
    int listed = 0;
    while (listed == 0 && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      listed = client.get("/v1/sessions").json().path("sessions").size();
    }
    return listed;
  }

  @Test
  void both_are_kept_and_shown() throws Exception {
    JsonNode session = client.get("/v1/sessions/" + SID).json();
    assertEquals("cut-off", session.at("/recording/content/status").asText(), session::toString);
    assertEquals(1, session.path("other_recordings").size(), session::toString);
    assertEquals("whole", session.at("/other_recordings/0/content/status").asText());
    assertEquals(FIRST, client.get("/v1/sessions/" + SID + "/recording").text());
    assertEquals(WHOLE, client.get("/v1/sessions/" + other + "/recording").text());
    assertEquals(
        "secret one\ntwofold secret\n",
        client.made("/v1/sessions/" + other + "/recording.txt").text());
    assertEquals(1, listed());
    assertEquals(1, client.search(Client.ALL + "&type=recording.conflict", 10).size());
    assertEquals(2, client.search(Client.ALL + "&type=session.upload", 10).size());
  }

  @Test
  void words_are_found_in_both() throws Exception {
    Instant end = Instant.now().plusSeconds(20);
    JsonNode hits = client.get("/v1/search?q=twofold").json().path("hits");
    while (hits.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      hits = client.get("/v1/search?q=twofold").json().path("hits");
    }
    assertEquals(other, hits.at("/0/sid").asText(), hits::toString);
  }

  @Test
  void what_is_redacted_of_one_is_hidden_in_both() throws Exception {
    Client.Answer redacted =
        client.post(
            "/v1/sessions/" + SID + "/redactions",
            "{\"texts\":[\"secret\"],\"by\":\"bob\",\"reason\":\"a word\"}");
    assertEquals(200, redacted.status(), redacted::text);
    assertEquals(0, client.get("/v1/search?q=secret").json().path("hits").size());
    client.get("/v1/sessions/" + other + "/recording").assertProblem(403, "redacted");
    client.get("/v1/sessions/" + other + "/stream").assertProblem(403, "redacted");
    for (String form : new String[] {".txt", ".cast", ".json", ".segments/0"}) {
      String text = client.made("/v1/sessions/" + other + "/recording" + form).text();
      assertFalse(text.contains("secret"), text);
      assertTrue(text.contains("twofold"), text);
    }
  }

  @Test
  void the_same_again_is_there_already() throws Exception {
    for (String again : new String[] {WHOLE, FIRST}) {
      byte[] bytes = again.getBytes(UTF_8);
      String announced =
          "{\"size\":" + bytes.length + ",\"sha256\":\"" + Client.sha256(bytes) + "\"}";
      JsonNode there = client.post("/v1/recordings/" + SID + "/uploads", announced).json();
      assertEquals(bytes.length, there.at("/stored/size").asInt(), there::toString);
    }
    JsonNode session = client.get("/v1/sessions/" + SID).json();
    assertEquals(1, session.path("other_recordings").size(), session::toString);
    assertEquals(2, client.search(Client.ALL + "&type=session.upload", 10).size());
  }
}
