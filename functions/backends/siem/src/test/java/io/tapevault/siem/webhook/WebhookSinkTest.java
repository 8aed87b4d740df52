package io.tapevault.siem.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.EventSinkContract;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSinkTest extends EventSinkContract {

  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String OLD_SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String NEW_SECRET = "YW5vdGhlciBzZWNyZXQgb2YgdGhpcyByZWNlaXZlciE=";
  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");

  @Override
  protected EventSink open(URI address, Duration patience) {
    return sink(address, null, patience);
  }

  @Override
  protected List<String> uids(Request request) {
    return UID.matcher(request.body()).results().map((MatchResult one) -> one.group(1)).toList();
  }

  @Override
  protected Answer taking() {
    return Answer.status(204);
  }

  private static WebhookSink sink(URI address, @Nullable String secret, Duration patience) {
    SinkSpec spec =
        new SinkSpec("soc", SinkType.WEBHOOK, Map.of(SinkSpec.ADDRESS, address.toString()), secret);
    return WebhookSink.open(
        spec, InstantSource.fixed(NOW), new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  /// What is of webhooks alone.
  @Nested
  class OfWebhooks {

    @Test
    void a_batch_is_a_json_array_of_the_events_as_they_came() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        List<Outgoing> batch =
            List.of(
                Events.event("{\"event\": \"user.login\", \"né\":1.0}"),
                Events.event("{\"event\":\"x\"}"));
        assertEquals(new Delivery.Delivered(), open(siem.uri(), LONG).deliver(batch));
        Request request = siem.requests().getFirst();
        assertEquals(
            List.of(
                "POST",
                "/hook?tenant=7",
                "[{\"event\": \"user.login\", \"né\":1.0},{\"event\":\"x\"}]"),
            List.of(request.method(), request.target(), request.body()));
        assertEquals("application/json", request.header("content-type"));
        assertEquals("Tapevault", request.header("user-agent"));
        assertEquals("1795356000", request.header("webhook-timestamp"));
        assertNull(request.header("webhook-signature"));
      }
    }

    @Test
    void a_request_is_signed_with_every_secret() throws Exception {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        String secrets = "whsec_" + OLD_SECRET + ",whsec_" + NEW_SECRET;
        sink(siem.uri(), secrets, LONG).deliver(Events.events(3));
        Request request = siem.requests().getFirst();
        assertEquals("/hook?tenant=7", request.target());
        assertEquals(
            signature(OLD_SECRET, request) + " " + signature(NEW_SECRET, request),
            request.header("webhook-signature"));
      }
    }

    @Test
    void a_receiver_sees_headers_of_its_own_and_their_values_are_told_to_nobody()
        throws IOException {
      String token = "Bearer t0ken-of-the-receiver";
      try (FaultySiem siem = FaultySiem.start(Answer.saying(403, "not with " + token))) {
        SinkSpec spec =
            new SinkSpec(
                "soc",
                SinkType.WEBHOOK,
                Map.of(
                    SinkSpec.ADDRESS,
                    siem.uri().toString(),
                    SinkSpec.HEADERS,
                    "X-Tenant: 7; authorization: " + token + ";"),
                null);
        Delivery.Down down =
            assertInstanceOf(
                Delivery.Down.class,
                WebhookSink.open(spec, InstantSource.fixed(NOW), Timeouts.DEFAULT)
                    .deliver(Events.events(1)));
        assertTrue(!down.why().contains("t0ken"), down.why());
        assertEquals("7", siem.requests().getFirst().header("x-tenant"));
        assertEquals(token, siem.requests().getFirst().header("authorization"));
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"host: x", "Content-Length: 1", "webhook-id: 1", "x", ": x", "x y: z", "x: é"})
    void a_header_that_is_not_to_be_chosen_is_refused_at_once(String headers) {
      SinkSpec spec =
          new SinkSpec(
              "soc",
              SinkType.WEBHOOK,
              Map.of(SinkSpec.ADDRESS, "https://siem.example.com", SinkSpec.HEADERS, headers),
              null);
      assertThrows(IllegalArgumentException.class, () -> WebhookSink.check(spec));
    }

    @Test
    void a_line_of_cef_is_a_text_in_the_array() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        Outgoing cef = new Outgoing(Events.events(1).getFirst().stored(), "CEF:0|a\\|b|\"");
        open(siem.uri(), LONG).deliver(List.of(cef, cef));
        assertEquals(
            "[\"CEF:0|a\\\\|b|\\\"\",\"CEF:0|a\\\\|b|\\\"\"]", siem.requests().getFirst().body());
      }
    }

    private static String signature(String secret, Request request) throws Exception {
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
      try (FaultySiem siem = FaultySiem.start(taking())) {
        EventSink sink = open(siem.uri(), LONG);
        Outgoing one = Events.event("{\"event\":\"a\",\"uid\":\"1\",\"n\":1}");
        Outgoing same = Events.event("{\"n\":1.0,\"uid\":\"1\",\"event\":\"a\"}");
        Outgoing forged = Events.event("{\"event\":\"a\",\"uid\":\"1\",\"n\":2}");
        for (List<Outgoing> batch :
            List.of(List.of(one), List.of(same), List.of(forged), List.of(one, forged))) {
          sink.deliver(batch);
        }
        List<String> ids =
            siem.requests().stream()
                .map(request -> String.valueOf(request.header("webhook-id")))
                .toList();
        assertTrue(ids.getFirst().matches("msg_[0-9a-f]{64}"), ids.getFirst());
        assertEquals(ids.get(0), ids.get(1));
        assertNotEquals(ids.get(0), ids.get(2));
        assertNotEquals(ids.get(0), ids.get(3));
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void every_2xx_is_a_receipt(int status) throws IOException {
      assertEquals(new Delivery.Delivered(), deliver(Answer.status(status), LONG));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 415, 422})
    void a_refusal_is_of_the_whole_batch(int status) throws IOException {
      List<Outgoing> two = Events.events(2);
      try (FaultySiem siem = FaultySiem.start(Answer.saying(status, "no such field"))) {
        assertEquals(
            Delivery.Refused.all(two, "status " + status + " “no such field”"),
            open(siem.uri(), LONG).deliver(two));
      }
    }

    @Test
    void what_is_too_large_is_refused_with_its_size() throws IOException {
      try (FaultySiem siem = FaultySiem.start(Answer.status(413))) {
        List<Outgoing> one = List.of(Events.event("{\"event\":\"é\"}"));
        assertEquals(
            Delivery.Refused.all(one, "status 413 to 14 bytes of events"),
            open(siem.uri(), LONG).deliver(one));
      }
    }

    @Test
    void too_slow_is_what_fewer_events_may_help_against() throws IOException {
      for (Answer slow : List.of(Answer.silence(), Answer.status(408), Answer.status(504))) {
        Delivery delivery = deliver(slow, Duration.ofMillis(300));
        assertTrue(assertInstanceOf(Delivery.TryAgain.class, delivery).slow());
      }
      assertEquals(
          new Delivery.TryAgain(Duration.ofSeconds(1), false, "status 503"),
          deliver(Answer.status(503), LONG));
    }

    @Test
    void a_2xx_with_an_endless_body_is_delivered_with_one_request() throws IOException {
      AtomicLong written = new AtomicLong();
      for (Answer endless :
          List.of(Answer.unfinished(200), Answer.dripping(200), Answer.flooding(200, written))) {
        try (FaultySiem siem = FaultySiem.start(endless)) {
          assertEquals(new Delivery.Delivered(), open(siem.uri(), LONG).deliver(Events.events(5)));
          assertEquals(1, siem.requests().size());
        }
      }
      assertTrue(written.get() < 1 << 26, () -> written + " bytes were taken");
    }

    @Test
    void a_connection_serves_again() throws IOException {
      Set<Integer> connections = ConcurrentHashMap.newKeySet();
      Answer counting =
          (request, connection) -> {
            connections.add(connection.getPort());
            Answer.saying(200, "fine").to(request, connection);
          };
      try (FaultySiem siem = FaultySiem.start(counting)) {
        EventSink sink = open(siem.uri(), LONG);
        for (int i = 0; i < 5; i++) {
          sink.deliver(Events.events(1));
        }
      }
      assertEquals(1, connections.size());
    }

    @Test
    void a_connection_that_was_closed_meanwhile_is_made_anew_once() throws IOException {
      AtomicInteger call = new AtomicInteger();
      Answer closing =
          (request, connection) ->
              (call.incrementAndGet() == 2 ? Answer.hangingUp() : taking()).to(request, connection);
      try (FaultySiem siem = FaultySiem.start(closing)) {
        EventSink sink = open(siem.uri(), LONG);
        assertEquals(new Delivery.Delivered(), sink.deliver(Events.events(1)));
        assertEquals(new Delivery.Delivered(), sink.deliver(Events.events(1)));
        assertEquals(3, call.get());
      }
    }

    @Test
    void a_name_that_means_an_address_which_is_not_allowed_is_down_and_gets_nothing()
        throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        URI https = URI.create("https://localhost:" + siem.uri().getPort() + "/");
        Delivery delivery = open(https, LONG).deliver(Events.events(1));
        assertTrue(
            assertInstanceOf(Delivery.Down.class, delivery)
                .why()
                .contains("is not of the public internet"));
        assertEquals(List.of(), siem.requests());
      }
    }

    @Test
    void how_long_was_asked_for_is_said_where_it_is_more_than_an_hour() throws IOException {
      assertEquals(
          new Delivery.TryAgain(
              Duration.ofHours(1),
              false,
              "status 503; it asked for 99999999 s, an hour is the most"),
          deliver(Answer.status(503, "retry-after: 99999999"), LONG));
    }

    @Test
    void an_event_that_contradicts_another_is_delivered_as_well() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        AuditEvent event = Events.event("s", 1, "").stored().event();
        open(siem.uri(), LONG).deliver(List.of(Events.outgoing(event, true)));
        assertEquals("[" + event.json() + "]", siem.requests().getFirst().body());
      }
    }

    private Delivery deliver(Answer answer, Duration patience) throws IOException {
      try (FaultySiem siem = FaultySiem.start(answer)) {
        return open(siem.uri(), patience).deliver(Events.events(2));
      }
    }
  }
}
