package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A database's session is watched, read and searched as a terminal's is.
final class DatabaseFlowTest extends RunningVault {

  private static final String SID = "8f0e2a61-6a53-4c1a-9c57-2f1b7c6f3d01";
  private static final String OF = "/v1/sessions/" + SID + "/recording";
  private static final String LOGGED = "5c1f9a70-7f0c-4b0e-8f5a-90dbb2b2a7c4";

  private static Path samples(String name) {
    return Path.of(System.getProperty("tapevault.root", ".."), "events-samples", name);
  }

  @Test
  void its_questions_and_answers_are_read_watched_and_found() throws Exception {
    client.upload(SID, Files.readAllBytes(samples("databases/" + SID + ".database.tar")));
    String text = client.made(OF + ".txt").text();
    assertTrue(text.contains("\nshop> SELECT name, price FROM items\n"), text);
    assertTrue(text.contains("\n  done: 3 records\n"), text);
    assertTrue(text.contains("failed: ERROR: permission denied for table salaries"), text);
    assertFalse(text.contains("\u001b"), text);
    JsonNode lines = client.made(OF + ".json").json().path("lines");
    assertEquals(
        "connected to shop (postgres) at shop-postgres as analyst", lines.at("/0/text").asText());
    assertTrue(client.made(OF + ".svg?at=3").text().contains("SELECT"));
    client.made(OF + ".html");
    JsonNode content = client.get("/v1/sessions/" + SID).json().path("recording").path("content");
    assertEquals("whole", content.path("status").asText());
    assertTrue(content.path("dialogue").asBoolean(), content::toString);
    assertEquals("[[2250,40000]]", content.path("idle").toString());
    Instant end = Instant.now().plusSeconds(20);
    JsonNode hits = client.get("/v1/search?q=salaries").json().path("hits");
    while (hits.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      hits = client.get("/v1/search?q=salaries").json().path("hits");
    }
    assertEquals(SID, hits.at("/0/sid").asText(), hits::toString);
    assertEquals(40, hits.at("/0/at").asInt());
  }

  @Test
  void what_is_redacted_in_a_question_is_masked() throws Exception {
    client.upload(SID, Files.readAllBytes(samples("databases/" + SID + ".database.tar")));
    client.made(OF + ".txt");
    Client.Answer redacted =
        client.post(
            "/v1/sessions/" + SID + "/redactions",
            "{\"texts\":[\"%käse%\"],\"by\":\"bob\",\"reason\":\"a secret\"}");
    assertEquals(200, redacted.status(), redacted::text);
    assertFalse(client.made(OF + ".txt").text().contains("käse"));
    assertFalse(client.made(OF + ".cast").text().contains("käse"));
  }

  @Test
  void without_a_recording_it_is_told_by_the_log() throws Exception {
    for (String type : new String[] {"start", "query", "end"}) {
      String event = Files.readString(samples("accepted/db.session." + type + ".json"));
      assertEquals(200, client.post("/v1/events", event).status());
    }
    String path = "/v1/sessions/" + LOGGED + "/recording";
    assertEquals(
        """
        0:00:00.000  connected to shop (postgres) at shop-postgres as analyst
        0:00:31.750  shop> SELECT name, price FROM items
        0:00:31.750  WHERE name LIKE $1    ORDER BY price DESC
        0:00:31.750    $1 = %käse%
        0:10:00.125  disconnected
        """,
        client.made(path + ".txt?times=true").text());
    assertEquals(5, client.made(path + ".json").json().path("lines").size());
    String cast = client.made(path + ".cast").text();
    assertTrue(cast.contains("[31.750,\"o\",\"shop> SELECT name"), cast);
    assertTrue(cast.contains("\"m\",\"there is no terminal in it"), cast);
    client.get("/v1/sessions/" + LOGGED + "/recording").assertProblem(404, "no-recording");
    client.get("/v1/sessions/" + SID + "/recording.txt").assertProblem(404, "no-recording");
  }
}
