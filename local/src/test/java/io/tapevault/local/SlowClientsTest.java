package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whoever pauses, or sends a byte now and then, keeps nobody else from working.
@Timeout(60)
final class SlowClientsTest extends RunningVault {

  private static final String SID = "824e4776-4039-487c-b65c-35d30d2b1256";

  private final List<Socket> slow = new ArrayList<>();

  @AfterEach
  @Override
  protected void stop() throws Exception {
    leave();
    super.stop();
  }

  @Test
  void paused_downloads_block_ingest() throws Exception {
    client.upload(SID, new byte[16 << 20]);
    for (int i = 0; i < 16; i++) {
      Socket socket = ask("/v1/sessions/" + SID + "/recording");
      assertEquals(100, socket.getInputStream().readNBytes(100).length);
    }
    assertEverybodyElseIsServed("e");
  }

  @Test
  void readers_that_do_not_read() throws Exception {
    String large = "y".repeat(1_000_000);
    for (int i = 0; i < 3; i++) {
      client.post(
          "/v1/events", "{\"event\":\"x\",\"uid\":\"large" + i + "\",\"data\":\"" + large + "\"}");
    }
    for (int i = 0; i < 100; i++) {
      assertEquals(100, ask("/v1/events?limit=3").getInputStream().readNBytes(100).length);
    }
    assertEverybodyElseIsServed("e");
  }

  @Test
  void posts_of_a_byte_now_and_then_that_open_again() throws Exception {
    for (String round : List.of("a", "b", "c")) {
      for (int i = 0; i < 100; i++) {
        Socket socket = Wire.open(client.vault());
        slow.add(socket);
        Wire.send(
            socket,
            "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16000000\r\n\r\n[");
      }
      assertEverybodyElseIsServed(round);
      leave();
    }
  }

  private Socket ask(String path) throws IOException {
    Socket socket = Wire.open(client.vault(), 4 << 10);
    slow.add(socket);
    Wire.send(socket, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return socket;
  }

  private void assertEverybodyElseIsServed(String prefix) throws Exception {
    assertEquals(
        10, client.post("/v1/events", Samples.events(prefix, 10)).json().path("accepted").asInt());
    assertEquals(
        10,
        client.search("/v1/events?type=session.command&from=2000-01-01T00:00:00Z", 1000).stream()
            .filter(event -> event.path("uid").asText().startsWith(prefix))
            .count());
    byte[] bytes = {'x'};
    String sid = "of-" + prefix;
    assertEquals(200, client.send("PUT", client.ticket(sid, bytes), bytes).status());
    assertEquals("x", client.get("/v1/sessions/" + sid + "/recording").text());
  }

  private void leave() throws IOException {
    for (Socket socket : slow) {
      socket.close();
    }
    slow.clear();
  }
}
