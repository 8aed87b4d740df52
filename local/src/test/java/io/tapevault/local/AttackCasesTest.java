package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an attacker sends, seen from outside.
@Timeout(60)
final class AttackCasesTest extends RunningVault {

  private static final String SID = "824e4776-4039-487c-b65c-35d30d2b1256";
  private static final String EVENT = "{\"event\":\"x\",\"uid\":\"u\"}";

  @Test
  void number_with_a_huge_exponent() throws Exception {
    String huge = "{\"event\":\"x\",\"uid\":\"huge\",\"n\":100e2147483647}";
    Client.Answer alone = client.post("/v1/events", huge);
    assertEquals(200, alone.status(), alone::text);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 9_999; i++) {
      lines.append("{\"event\":\"x\",\"uid\":\"u").append(i).append("\"}\n");
    }
    Client.Answer last = client.post("/v1/events", lines + huge);
    assertEquals(200, last.status(), last::text);
    assertEquals(9_999, last.json().path("accepted").asInt(), last::text);
    assertEquals(
        1, last.json().path("duplicates").asInt() + last.json().path("refused").size(), last::text);
  }

  @Test
  void foreign_page() throws Exception {
    String url = client.ticket(SID, new byte[] {'x'});
    for (String header :
        List.of(
            "Host: evil.example",
            "Host: localhost\r\nOrigin: https://evil.example",
            "Host: localhost\r\nSec-Fetch-Site: cross-site")) {
      String head = " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n";
      for (String request :
          List.of(
              "POST /v1/events"
                  + head
                  + "Content-Type: text/plain\r\nContent-Length: 23\r\n\r\n"
                  + EVENT,
              "PUT "
                  + url.substring(client.vault().toString().length())
                  + head
                  + "Content-Length: 1\r\n\r\nx",
              "POST /v1/recordings/" + SID + "/uploads" + head + "Content-Length: 2\r\n\r\n{}",
              "GET /v1/events" + head + "\r\n",
              "GET /healthz" + head + "\r\n")) {
        String answer = Wire.ask(client.vault(), request);
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertTrue(answer.contains("urn:tapevault:problem:foreign-page"), answer);
      }
    }
    assertEquals(List.of(), client.search(Client.ALL, 10));
    client.get("/v1/sessions/" + SID + "/recording").assertProblem(404, "no-recording");
    assertEquals(200, client.post("/v1/events", EVENT).status());
  }

  @Test
  void names_that_collide() throws Exception {
    StringBuilder event = new StringBuilder("{\"event\":\"x\",\"uid\":\"collide\"");
    for (int i = 0; i < 400; i++) {
      event.append(",\"");
      for (int bit = 0; bit < 14; bit++) {
        event.append((i >> bit & 1) == 0 ? "aB" : "b!");
      }
      event.append("\":1");
    }
    assertEquals(1, client.post("/v1/events", event + "}").json().path("accepted").asInt());
    for (int i = 0; i < 5; i++) {
      assertEquals(
          100,
          client
              .post("/v1/events", Samples.events("b" + i + "-", 100))
              .json()
              .path("accepted")
              .asInt());
    }
    assertEquals(501, client.search(Client.ALL, 1000).size());
  }

  @Test
  void gzip_without_its_header() throws Exception {
    byte[] lines = Files.readAllBytes(Samples.FOLDER.resolve("batch.ndjson"));
    Client.Answer answer =
        client.send(
            "POST", "/v1/events", Client.gzip(lines), "content-type", "application/x-ndjson");
    assertEquals(200, answer.status(), answer::text);
    assertTrue(answer.json().path("accepted").asInt() > 1, answer::text);
  }

  @Test
  void a_line_of_nul() throws Exception {
    String start =
        "{\"event\":\"session.start\",\"ei\":0,\"size\":\"80:24\",\"login\":\"root\",\"user\":\"alice\","
            + "\"time\":\"2018-03-22T13:19:32.034Z\"}\n";
    String print =
        "{\"event\":\"print\",\"ei\":1,\"ci\":0,\"bytes\":5,\"ms\":0,\"offset\":0,"
            + "\"time\":\"2018-03-22T13:19:32.039Z\"}\n";
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tar.write(Tar.entry(SID + ".index", (file("events") + file("chunks")).getBytes(UTF_8)));
    byte[] events = ("\0" + start + print).getBytes(UTF_8);
    tar.write(Tar.entry(SID + "-0.events.gz", Client.gzip(events)));
    tar.write(Tar.entry(SID + "-0.chunks.gz", Client.gzip("hello".getBytes(UTF_8))));
    tar.write(new byte[1024]);
    client.upload(SID, tar.toByteArray());
    JsonNode content = client.get("/v1/sessions/" + SID).json().path("recording").path("content");
    assertEquals("damaged", content.path("status").asText(), content::toString);
    client.get("/v1/sessions/" + SID + "/recording.cast").assertProblem(422, "recording-corrupt");
    Client.Answer partial = client.get("/v1/sessions/" + SID + "/recording.cast?partial=true");
    assertEquals(200, partial.status(), partial::text);
    assertTrue(partial.text().contains("\"m\""), partial::text);
  }

  private static String file(String type) {
    return "{\"file_name\":\"%s-0.%s.gz\",\"type\":\"%s\",\"index\":0,\"offset\":0}\n"
        .formatted(SID, type, type);
  }

  /// No value of any member is a fault of ours.
  @Test
  void whatever_a_member_is_it_is_no_fault_of_ours() throws Exception {
    List<String> values = new ArrayList<>();
    for (String value :
        List.of(
            "1e999999999",
            "-0",
            "-0.0",
            "1E-2147483648",
            "9".repeat(2_000),
            "0." + "0".repeat(2_000) + "1",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\u009b2J\"",
            "\"\\u202e\"",
            "[]",
            "{}",
            "null",
            "true",
            "[[[[[[]]]]]]",
            "{\"\":{\"\":1}}",
            "\"" + "é".repeat(100_000) + "\"")) {
      values.add(value);
    }
    for (String member : List.of("n", "time", "sid", "ei", "uid", "event", "user", "")) {
      for (String value : values) {
        String body = "{\"event\":\"x\",\"" + member + "\":" + value + "}";
        Client.Answer answer = client.post("/v1/events", body);
        assertEquals(200, answer.status(), () -> body + ": " + answer.text());
        JsonNode told = answer.json();
        assertEquals(
            1,
            told.path("accepted").asInt()
                + told.path("duplicates").asInt()
                + told.path("refused").size(),
            answer::text);
      }
    }
    assertEquals(200, client.get(Client.ALL).status());
  }
}
