package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// From a recording that is uploaded to a word that is found in it.
final class SearchFlowTest extends RunningVault {

  private static final String SID = "5b1dfa4e-7d2d-4c88-9d1f-0a2c6a1b9e01";
  private final String cast =
      """
      {"version":2,"width":80,"height":24,"timestamp":%d}
      [0.5,"o","$ cat /etc/sha"]
      [1.25,"o","dow\\r\\nroot:\\u001b[31mhunter2\\u001b[0m:0\\r\\n"]
      [9.5,"o","$ exit\\r\\n"]
      """
          .formatted(Instant.now().minus(Duration.ofHours(1)).getEpochSecond());

  private JsonNode search(String words) throws Exception {
    Client.Answer answer = client.get("/v1/search?q=" + URLEncoder.encode(words, UTF_8));
    assertEquals(200, answer.status(), answer::text);
    return answer.json().path("hits");
  }

  /// It is searched a moment after it is there.
  private JsonNode awaited(String words, int hits) throws Exception {
    Instant end = Instant.now().plusSeconds(20);
    JsonNode found = search(words);
    while (found.size() != hits && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      found = search(words);
    }
    assertEquals(hits, found.size(), found::toString);
    return found;
  }

  @Test
  void what_was_on_the_screen_is_found_with_its_moment() throws Exception {
    client.upload(SID, cast.getBytes(UTF_8));
    JsonNode hit = awaited("\"cat /etc/shadow\"", 1).path(0);
    assertEquals(SID, hit.path("sid").asText());
    assertEquals("$ cat /etc/shadow", hit.path("line").asText());
    assertEquals(1.25, hit.path("at").asDouble());
    assertEquals("root:hunter2:0", search("HUNTER2").path(0).path("line").asText());
  }

  @Test
  void what_is_redacted_is_found_no_more_and_the_rest_is_again() throws Exception {
    client.upload(SID, cast.getBytes(UTF_8));
    awaited("hunter2", 1);
    Client.Answer redacted =
        client.post(
            "/v1/sessions/" + SID + "/redactions",
            "{\"texts\":[\"hunter2\"],\"by\":\"bob\",\"reason\":\"a secret\"}");
    assertEquals(200, redacted.status(), redacted::text);
    assertEquals(0, search("hunter2").size());
    assertEquals("root:███████:0", awaited("root", 1).path(0).path("line").asText());
    assertEquals(0, search("hunter2").size());
  }

  @Test
  void it_is_found_after_a_restart_and_not_once_the_recording_is_gone() throws Exception {
    client.upload(SID, cast.getBytes(UTF_8));
    awaited("hunter2", 1);
    stop();
    start();
    assertEquals(1, search("hunter2").size());
    try (var files = Files.walk(data)) {
      for (var file : files.filter(one -> one.endsWith(SID + ".tar")).toList()) {
        Files.delete(file);
      }
    }
    assertEquals(0, search("hunter2").size());
  }

  @Test
  void who_looked_for_what_is_an_event() throws Exception {
    search("hunter2");
    List<String> asked = new ArrayList<>();
    for (JsonNode event : client.search(Client.ALL + "&type=session.search", 10)) {
      asked.add(event.path("q").asText());
    }
    assertEquals(List.of("hunter2"), asked);
  }
}
