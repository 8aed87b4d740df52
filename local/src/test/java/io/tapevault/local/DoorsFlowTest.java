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
