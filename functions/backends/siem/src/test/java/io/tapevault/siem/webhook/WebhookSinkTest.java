package io.tapevault.siem.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink.Delivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSinkTest {

  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
  private static final WebhookSink.Limits SHORT =
      new WebhookSink.Limits(Duration.ofMillis(500), Duration.ofMillis(500));
  private static final String OLD_SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String NEW_SECRET = "YW5vdGhlciBzZWNyZXQgb2YgdGhpcyByZWNlaXZlciE=";

  private static WebhookSink sink(String uri, WebhookSink.Limits limits) {
    return new WebhookSink(WebhookAddress.parse(uri), InstantSource.fixed(NOW), limits);
  }

  private static Delivery deliver(Siem.Behaviour behaviour, WebhookSink.Limits limits)
      throws IOException {
    try (Siem siem = new Siem(behaviour)) {
      return sink(siem.uri(), limits).deliver(Events.events(2));
    }
  }

  @Test
  void a_batch_is_a_json_array_of_the_events_as_they_came() throws IOException {
    try (Siem siem = new Siem(Siem.status(204))) {
      List<StoredEvent> batch =
          List.of(
              Events.event("{\"event\": \"user.login\", \"né\":1.0}"),
              Events.event("{\"event\":\"x\"}"));

      assertEquals(new Delivery.Delivered(), sink(siem.uri(), WebhookSink.LIMITS).deliver(batch));

      Siem.Request request = siem.requests.getFirst();
      assertEquals(
          List.of(
              "POST",
              "/hook?tenant=7",
              "[{\"event\": \"user.login\", \"né\":1.0},{\"event\":\"x\"}]"),
          List.of(request.method(), request.path(), request.body()));
      assertEquals("application/json", request.header("content-type"));
      assertEquals("Tapevault", request.header("user-agent"));
      assertEquals("1795356000", request.header("webhook-timestamp"));
      assertNull(request.header("webhook-signature"));
    }
  }

  @Test
  void a_request_is_signed_with_every_secret() throws Exception {
    try (Siem siem = new Siem(Siem.status(200))) {
      String secrets = "#whsec_" + OLD_SECRET + ",whsec_" + NEW_SECRET;
      sink(siem.uri() + secrets, WebhookSink.LIMITS).deliver(Events.events(3));

      Siem.Request request = siem.requests.getFirst();
      assertEquals("/hook?tenant=7", request.path());
      assertEquals(
          signature(OLD_SECRET, request) + " " + signature(NEW_SECRET, request),
          request.header("webhook-signature"));
    }
  }

  private static String signature(String secret, Siem.Request request) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
    String signed =
        request.header("webhook-id")
            + "."
            + request.header("webhook-timestamp")
            + "."
            + request.body();
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
  }

  @Test
  void the_id_is_that_of_the_events() throws IOException {
    try (Siem siem = new Siem(Siem.status(200))) {
      WebhookSink sink = sink(siem.uri(), WebhookSink.LIMITS);
      StoredEvent one = Events.event("{\"event\":\"a\",\"uid\":\"1\",\"n\":1}");
      StoredEvent same = Events.event("{\"n\":1.0,\"uid\":\"1\",\"event\":\"a\"}");
      StoredEvent forged = Events.event("{\"event\":\"a\",\"uid\":\"1\",\"n\":2}");
      for (List<StoredEvent> batch :
          List.of(List.of(one), List.of(same), List.of(forged), List.of(one, forged))) {
        sink.deliver(batch);
      }
      List<String> ids =
          siem.requests.stream().map(request -> request.header("webhook-id")).toList();
      assertTrue(ids.getFirst().matches("msg_[0-9a-f]{64}"), ids.getFirst());
      assertEquals(ids.get(0), ids.get(1));
      assertNotEquals(ids.get(0), ids.get(2));
      assertNotEquals(ids.get(0), ids.get(3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void every_2xx_is_a_receipt(int status) throws IOException {
    assertEquals(new Delivery.Delivered(), deliver(Siem.status(status), WebhookSink.LIMITS));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 415, 422})
  void what_a_receiver_will_never_take_is_too_much(int status) throws IOException {
    assertEquals(
        new Delivery.TooMuch("status " + status), deliver(Siem.status(status), WebhookSink.LIMITS));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 501, 502, 503, 504, 507, 599})
  void what_may_pass_is_tried_again_soon(int status) throws IOException {
    assertEquals(
        new Delivery.TryAgain(WebhookSink.SOON, "status " + status),
        deliver(Siem.status(status), WebhookSink.LIMITS));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 304, 401, 402, 403, 404, 405, 407, 409, 410, 418, 451})
  void a_wrong_configuration_keeps_the_events(int status) throws IOException {
    Delivery delivery = deliver(Siem.status(status), WebhookSink.LIMITS);
    assertEquals(WebhookSink.LATER, assertInstanceOf(Delivery.TryAgain.class, delivery).after());
  }

  @Test
  void a_redirect_is_not_followed() throws IOException {
    try (Siem siem = new Siem(Siem.status(307, "location", "/elsewhere"))) {
      Delivery delivery = sink(siem.uri(), WebhookSink.LIMITS).deliver(Events.events(1));
      assertEquals(WebhookSink.LATER, assertInstanceOf(Delivery.TryAgain.class, delivery).after());
      assertEquals(1, siem.requests.size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1",
        "7 | 7",
        "3600 | 3600",
        "3601 | 3600",
        "99999999999999999999 | 3600",
        "Sun, 22 Nov 2026 14:01:30 GMT | 90",
        "Sun, 22 Nov 2026 13:00:00 GMT | 1",
        "Mon, 23 Nov 2026 14:00:00 GMT | 3600",
        "soon | 1",
        "-5 | 1",
        "1.5 | 1",
        "1e3 | 1"
      })
  void the_receiver_says_when(String value, int seconds) throws IOException {
    for (int status : new int[] {429, 503}) {
      assertEquals(
          new Delivery.TryAgain(Duration.ofSeconds(seconds), "status " + status),
          deliver(Siem.status(status, "retry-after", value), WebhookSink.LIMITS));
    }
  }

  @Test
  void a_receiver_that_does_not_answer_is_given_up() {
    Delivery.TryAgain inTime =
        new Delivery.TryAgain(WebhookSink.SOON, "no whole answer within 500 ms");
    assertTimeout(Duration.ofSeconds(5), () -> assertEquals(inTime, deliver(Siem.silent(), SHORT)));
    assertTimeout(
        Duration.ofSeconds(5), () -> assertEquals(inTime, deliver(Siem.dripping(), SHORT)));
  }

  @Test
  void an_endless_answer_is_not_read() throws IOException {
    AtomicInteger call = new AtomicInteger();
    Siem[] self = new Siem[1];
    try (Siem siem =
        new Siem((exchange, request) -> {
          call.incrementAndGet();
          self[0].flooding().answer(exchange, request);
        })) {
      self[0] = siem;
      assertEquals(
          new Delivery.Delivered(), sink(siem.uri(), WebhookSink.LIMITS).deliver(Events.events(1)));
      assertEquals(1, call.get());
      assertTrue(siem.written.get() < 1 << 26, () -> siem.written + " bytes were taken");
    }
  }

  @Test
  void a_connection_that_was_closed_meanwhile_is_made_anew_once() throws IOException {
    AtomicInteger call = new AtomicInteger();
    try (Siem siem =
        new Siem((exchange, request) -> {
          if (call.incrementAndGet() == 2) {
            Siem.hangingUp().answer(exchange, request);
          } else {
            Siem.status(200).answer(exchange, request);
          }
        })) {
      WebhookSink sink = sink(siem.uri(), WebhookSink.LIMITS);
      assertEquals(new Delivery.Delivered(), sink.deliver(Events.events(1)));
      assertEquals(new Delivery.Delivered(), sink.deliver(Events.events(1)));
      assertEquals(3, call.get());
    }
  }

  @Test
  void a_connection_that_is_always_closed_is_tried_later() throws IOException {
    try (Siem siem = new Siem(Siem.hangingUp())) {
      Delivery delivery = sink(siem.uri(), WebhookSink.LIMITS).deliver(Events.events(1));
      assertEquals(WebhookSink.SOON, assertInstanceOf(Delivery.TryAgain.class, delivery).after());
      assertEquals(2, siem.requests.size());
    }
  }

  @Test
  void a_reset_after_accepting_is_tried_later() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            while (!server.isClosed()) {
              try (Socket socket = server.accept()) {
                socket.setSoLinger(true, 0);
              } catch (IOException e) {
                return;
              }
            }
          });
      Delivery delivery =
          sink("http://127.0.0.1:" + server.getLocalPort(), WebhookSink.LIMITS)
              .deliver(Events.events(1));
      assertEquals(WebhookSink.SOON, assertInstanceOf(Delivery.TryAgain.class, delivery).after());
    }
  }

  @Test
  void nobody_listening_is_tried_later() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    assertEquals(
        new Delivery.TryAgain(WebhookSink.SOON, "no answer: ConnectException"),
        sink("http://127.0.0.1:" + port + "/#whsec_" + OLD_SECRET, WebhookSink.LIMITS)
            .deliver(Events.events(1)));
  }

  @Test
  void a_batch_too_large_for_a_request_is_not_sent() throws IOException {
    try (Siem siem = new Siem(Siem.status(200))) {
      WebhookSink sink = sink(siem.uri(), WebhookSink.LIMITS);
      StoredEvent half = Events.event("s", 0, "x".repeat(WebhookSink.MAX_BYTES / 2));
      assertEquals(
          List.of(
              new Delivery.TooMuch("more than 500 events"),
              new Delivery.Delivered(),
              new Delivery.TooMuch("more than 524288 bytes"),
              new Delivery.Delivered()),
          List.of(
              sink.deliver(Events.events(501)),
              sink.deliver(Events.events(500)),
              sink.deliver(List.of(half, half)),
              sink.deliver(List.of(Events.event("s", 0, "x".repeat(WebhookSink.MAX_BYTES))))));
      assertEquals(2, siem.requests.size());
    }
  }

  @Test
  void nothing_is_delivered_without_a_request() {
    assertEquals(
        new Delivery.Delivered(),
        sink("http://127.0.0.1:1", WebhookSink.LIMITS).deliver(List.<StoredEvent>of()));
  }

  @Test
  void an_event_that_contradicts_another_is_delivered_as_well() throws IOException {
    try (Siem siem = new Siem(Siem.status(200))) {
      AuditEvent event = Events.event("s", 1, "").event();
      sink(siem.uri(), WebhookSink.LIMITS)
          .deliver(List.of(new StoredEvent(event.key(), event, true)));
      assertEquals("[" + event.json() + "]", siem.requests.getFirst().body());
    }
  }
}
