package io.tapevault.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Shippers' requests over the wire, to the vault that `tapevault local` starts.
final class DoorsFlowTest extends RunningVault {

  @Test
  void a_byte_of_latin_1_in_a_header_is_the_letter_that_it_was() throws Exception {
    String captured =
        new String(
            Files.readAllBytes(
                Samples.ROOT.resolve("events-samples/shippers/cloudevents-js-1.http")),
            ISO_8859_1);
    int end = captured.indexOf("\n\n");
    String body = captured.substring(end + 2);
    String head =
        captured
            .substring(0, end)
            .replace("POST /ce ", "POST /in/cloudevents ")
            .replace("vault.example", "localhost")
            .replace("keep-alive", "close")
            .replace("\n", "\r\n");
    String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    String said = Wire.ask(client.vault(), head + "\r\n\r\n" + chunk);
    assertTrue(said.startsWith("HTTP/1.1 200 "), said);
    assertEquals("jörg \"x\" %", events().getFirst().at("/cloudevent/subject").asText());
  }

  @Test
  void who_waits_for_permission_gets_it_and_then_the_answer() throws Exception {
    String body = "{\"event\":\"x\",\"uid\":\"u-1\"}";
    for (String framing :
        List.of("Content-Length: " + body.length(), "Transfer-Encoding: chunked")) {
      try (Socket socket = Wire.open(client.vault())) {
        Wire.send(
            socket,
            "PUT /v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + framing
                + "\r\nExpect: 100-continue\r\n\r\n");
        byte[] permission = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
        assertEquals("HTTP/1.1 100", new String(permission, ISO_8859_1));
        Wire.send(
            socket,
            framing.startsWith("Content")
                ? body
                : Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
        String said = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        assertTrue(said.contains("HTTP/1.1 200 "), said);
      }
    }
    assertEquals(1, events().size());
  }

  @Test
  void who_announces_more_than_is_taken_is_refused_before_he_sends_it() throws Exception {
    String said =
        Wire.ask(
            client.vault(),
            "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 999999999\r\n\r\n");
    assertTrue(said.startsWith("HTTP/1.1 413 "), said);
  }

  @Test
  void two_headers_of_one_name_are_a_list_as_http_has_it() throws Exception {
    String said =
        Wire.ask(
            client.vault(),
            "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Encoding: deflate\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nab");
    assertTrue(said.startsWith("HTTP/1.1 415 ") && said.contains("'deflate, gzip'"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"type=%FF", "type=%zz", "%C3=a", "where=n%3D%3D1%ED%A0%80"})
  void a_question_that_is_no_text_is_refused_and_not_guessed_at(String query) throws Exception {
    String said =
        Wire.ask(
            client.vault(),
            "GET /v1/events?"
                + query
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(said.startsWith("HTTP/1.1 400 ") && said.contains("bad-request"), said);
  }

  @Test
  void a_shipper_that_offers_another_protocol_is_answered_in_this_one() throws Exception {
    String body = "{\"event\":\"x\",\"uid\":\"u-1\"}";
    String said =
        Wire.ask(
            client.vault(),
            "POST /services/collector/event HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA\r\n"
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
    assertTrue(said.startsWith("HTTP/1.1 200 "), said);
  }

  private List<JsonNode> events() throws IOException, InterruptedException {
    return client.search(Client.ALL, 1_000);
  }
}
