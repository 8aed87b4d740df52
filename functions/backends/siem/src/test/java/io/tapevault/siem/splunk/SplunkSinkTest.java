package io.tapevault.siem.splunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.Engine;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.EventSinkContract;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplunkSinkTest extends EventSinkContract {

  private static final String TOKEN = "b2f1c1de-6f0a-4f2a-9d38-0a3f4a1f2c77";
  private static final Duration LONG = Duration.ofSeconds(30);

  private Instant now = Instant.parse("2026-11-22T14:00:00Z");

  @Override
  protected EventSink open(URI address, Duration patience) {
    return sink(address, Map.of(), patience);
  }

  private EventSink sink(URI address, Map<String, String> more, Duration patience) {
    return SplunkSink.open(
        spec(address, more, TOKEN),
        (InstantSource) () -> now,
        new Timeouts(patience, patience, Duration.ofMillis(200)),
        Duration.ofMillis(2));
  }

  private static SinkSpec spec(URI address, Map<String, String> more, @Nullable String token) {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, address.toString());
    return new SinkSpec("soc", SinkType.SPLUNK_HEC, options, token);
  }

  @Override
  protected List<String> uids(Request request) {
    try {
      return Collector.envelopes(request).stream().map(Collector::uid).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Answer taking() {
    return Answer.saying(200, "{\"text\":\"Success\",\"code\":0}");
  }

  private static List<StoredEvent> stored(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Engine.stored("{\"event\":\"x\",\"uid\":\"" + i + "\"}"))
        .toList();
  }

  private static List<Outgoing> outgoing(int count) {
    return stored(count).stream().map(one -> new Outgoing(one, one.event().json())).toList();
  }

  /// What is of Splunk alone.
  @Nested
  class OfSplunk {

    @Test
    void an_event_is_sent_with_what_it_is_filed_under() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        EventSink sink = sink(siem.uri(), Map.of("index", "audit", "host", "vault \"1\""), LONG);
        sink.deliver(
            List.of(
                Engine.outgoing(
                    "{\"event\":\"a\",\"uid\":\"1\",\"sid\":\"s\",\"time\":\"2024-11-26T07:07:43.241Z\"}")));
        Request request = siem.requests().getFirst();
        assertEquals("/hook/services/collector/event?tenant=7", request.target());
        assertEquals("Splunk " + TOKEN, request.header("authorization"));
        assertEquals(
            "{\"event\":"
                + "{\"event\":\"a\",\"uid\":\"1\",\"sid\":\"s\",\"time\":\"2024-11-26T07:07:43.241Z\"},"
                + "\"host\":\"vault \\\"1\\\"\",\"index\":\"audit\","
                + "\"source\":\"tapevault\",\"sourcetype\":\"teleport:audit\","
                + "\"time\":1732604863.241,\"fields\":{\"uid\":\"1\",\"sid\":\"s\"}}\n",
            request.body());
      }
    }

    @ParameterizedTest
    @CsvSource({
      "1970-01-01T00:00:00Z, 0.000",
      "2038-01-19T03:14:07.999Z, 2147483647.999",
      "1969-12-31T23:59:59.999Z,",
      "0001-01-01T00:00:00Z,",
      "2038-01-19T03:14:08Z,",
      "9999-12-31T23:59:59Z,"
    })
    void a_time_that_splunk_cannot_hold_stands_in_the_event_alone(
        String time, @Nullable String seconds) throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        String event = "{\"event\":\"a\",\"time\":\"" + time + "\"}";
        assertEquals(
            new Delivery.Delivered(),
            open(siem.uri(), LONG).deliver(List.of(Engine.outgoing(event))));
        var envelope = Collector.envelopes(siem.requests().getFirst()).getFirst();
        assertEquals(time, envelope.at("/event/time").asText());
        assertEquals(seconds != null, envelope.has("time"));
        String body = siem.requests().getFirst().body();
        assertTrue(seconds == null || body.contains("\"time\":" + seconds + ","), body);
      }
    }

    @Test
    void hec_time_as_text() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        open(siem.uri(), LONG)
            .deliver(
                List.of(
                    Engine.outgoing("{\"event\":\"a\",\"time\":\"2024-11-26T07:07:43.241Z\"}"),
                    Engine.outgoing("{\"event\":\"b\",\"time\":\"2024-11-26T07:07:43.242Z\"}"),
                    Engine.outgoing("{\"event\":\"c\",\"time\":\"2024-11-26T07:07:43.007999Z\"}")));
        String body = siem.requests().getFirst().body();
        for (String time : List.of("1732604863.241", "1732604863.242", "1732604863.007")) {
          assertTrue(body.contains("\"time\":" + time + ","), body);
        }
      }
    }

    @Test
    void a_line_of_another_format_is_a_text() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        Outgoing cef = new Outgoing(Engine.stored("{\"event\":\"a\"}"), "CEF:0|a|\"b\"");
        open(siem.uri(), LONG).deliver(List.of(cef));
        assertEquals(
            "CEF:0|a|\"b\"",
            Collector.envelopes(siem.requests().getFirst()).getFirst().path("event").asText());
      }
    }

    @Test
    void hec_bad_one_in_the_middle() throws IOException {
      Collector collector = Collector.refusing("5");
      try (FaultySiem siem = FaultySiem.start(collector)) {
        Engine engine = new Engine(open(siem.uri(), LONG));
        assertEquals(10, engine.run(stored(10), 1));
        assertEquals(List.of("0", "1", "2", "3", "4", "6", "7", "8", "9"), collector.uids());
        assertEquals(1, engine.parked().size());
        assertTrue(
            engine
                .parked()
                .getFirst()
                .startsWith("5 soc: status 400 “{\"text\":\"Invalid data format\""),
            engine.parked().toString());
        assertEquals(2, siem.requests().size());
      }
    }

    @Test
    void a_collector_that_refuses_every_event_is_down_and_nothing_is_parked() throws IOException {
      String[] all = stored(100).stream().map(one -> one.event().uid()).toArray(String[]::new);
      try (FaultySiem siem = FaultySiem.start(Collector.refusing(all))) {
        Engine engine = new Engine(open(siem.uri(), LONG));
        assertEquals(0, engine.run(stored(100), 3));
        assertEquals(List.of(), engine.parked());
        assertTrue(engine.trouble().startsWith("it refuses everything"), engine.trouble());
        assertTrue(siem.requests().size() < 150, () -> siem.requests().size() + " requests");
      }
    }

    @ParameterizedTest
    @CsvSource({"10, Data channel is missing", "11, Invalid data channel", "14, ACK is disabled"})
    void what_is_wrong_with_the_settings_is_down_in_splunks_words(int code, String words)
        throws IOException {
      try (FaultySiem siem =
          FaultySiem.start(
              Answer.saying(400, "{\"text\":\"%s\",\"code\":%d}".formatted(words, code)))) {
        Delivery.Down down =
            assertInstanceOf(Delivery.Down.class, open(siem.uri(), LONG).deliver(outgoing(3)));
        assertTrue(down.why().contains(words), down.why());
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"code\":6,\"invalid-event-number\":3}",
          "{\"code\":6,\"invalid-event-number\":-1}",
          "{\"code\":6}",
          "{\"code\":\"six\"}",
          "no JSON"
        })
    void a_refusal_that_names_no_event_is_of_the_whole_batch(String body) throws IOException {
      try (FaultySiem siem = FaultySiem.start(Answer.saying(400, body))) {
        Delivery.Refused refused =
            assertInstanceOf(Delivery.Refused.class, open(siem.uri(), LONG).deliver(outgoing(3)));
        assertEquals(3, refused.events().size());
      }
    }

    @Test
    void a_token_that_it_repeats_is_not_told() throws IOException {
      try (FaultySiem siem = FaultySiem.start(Answer.saying(403, "no such token: " + TOKEN))) {
        assertEquals(
            new Delivery.Down("status 403 “no such token: …”: is the address or the secret wrong?"),
            open(siem.uri(), LONG).deliver(outgoing(1)));
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nbreak", "Zoë"})
    void what_is_no_token_is_refused_without_a_word_of_it(String token) {
      URI address = URI.create("https://splunk.example.com");
      for (SinkSpec spec : List.of(spec(address, Map.of(), token), spec(address, Map.of(), null))) {
        if (spec.secret() == null || !spec.secret().isEmpty()) {
          var refused = assertThrows(IllegalArgumentException.class, () -> SplunkSink.check(spec));
          assertFalse(!token.isEmpty() && refused.toString().contains(token), refused.toString());
        }
      }
    }
  }

  /// Where the token wants what was sent to be asked for.
  @Nested
  class Acknowledged {

    private static final Map<String, String> ACK = Map.of("ack", "true");

    @Test
    void hec_ack_channel_missing() throws IOException {
      Collector collector = Collector.acknowledging(25);
      try (FaultySiem siem = FaultySiem.start(collector)) {
        Engine engine = new Engine(sink(siem.uri(), ACK, LONG));
        assertEquals(0, engine.run(stored(5), 2));
        assertEquals(
            "it has them, and did not index them yet", engine.trouble(), "after 20 questions");
        assertEquals(5, engine.run(stored(5), 1));
        assertEquals(3, engine.run(stored(3), 9));
        assertEquals(8, collector.kept().size(), "each was sent once");
        assertEquals(1, channels(siem).size());
        assertEquals(List.of(), engine.parked());
      }
    }

    private static Set<@Nullable String> channels(FaultySiem siem) {
      return siem.requests().stream()
          .map(request -> request.header("x-splunk-request-channel"))
          .collect(Collectors.toSet());
    }

    @Test
    void what_is_never_acknowledged_is_sent_again_after_five_minutes() throws IOException {
      Collector collector = Collector.acknowledging(1_000_000);
      try (FaultySiem siem = FaultySiem.start(collector)) {
        EventSink sink = sink(siem.uri(), ACK, LONG);
        List<Outgoing> batch = outgoing(4);
        assertInstanceOf(Delivery.TryAgain.class, sink.deliver(batch));
        now = now.plus(Duration.ofMinutes(5)).minusMillis(1);
        assertInstanceOf(Delivery.TryAgain.class, sink.deliver(batch));
        assertEquals(4, collector.kept().size());
        now = now.plusMillis(1);
        assertInstanceOf(Delivery.TryAgain.class, sink.deliver(batch));
        assertEquals(8, collector.kept().size());
      }
    }

    @Test
    void a_part_of_what_waits_for_its_acknowledgement_is_not_sent_again() throws IOException {
      Collector collector = Collector.acknowledging(12);
      try (FaultySiem siem = FaultySiem.start(collector)) {
        EventSink sink = sink(siem.uri(), ACK, LONG);
        List<Outgoing> batch = outgoing(4);
        assertInstanceOf(Delivery.TryAgain.class, sink.deliver(batch));
        assertEquals(new Delivery.Delivered(), sink.deliver(batch.subList(0, 2)));
        assertEquals(new Delivery.Delivered(), sink.deliver(batch.subList(2, 4)));
        assertEquals(4, collector.kept().size());
      }
    }

    @Test
    void a_token_without_acknowledgement_is_down_where_it_is_asked_for() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        Delivery.Down down =
            assertInstanceOf(Delivery.Down.class, sink(siem.uri(), ACK, LONG).deliver(outgoing(1)));
        assertTrue(down.why().contains("there is no ackId"), down.why());
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{\"acks\":{}}",
          "{\"acks\":{\"7\":true}}",
          "no JSON",
          "{\"acks\":{\"1\":1}}"
        })
    void an_answer_that_does_not_say_so_is_no_acknowledgement(String body) throws IOException {
      try (FaultySiem siem =
          FaultySiem.start((request, connection) ->
              Answer.saying(200, request.target().contains("/ack") ? body : "{\"ackId\":1}")
                  .to(request, connection))) {
        assertInstanceOf(Delivery.TryAgain.class, sink(siem.uri(), ACK, LONG).deliver(outgoing(2)));
      }
    }

    @Test
    void a_refused_question_is_down_and_refuses_no_event() throws IOException {
      try (FaultySiem siem =
          FaultySiem.start((request, connection) ->
              (request.target().contains("/ack")
                      ? Answer.saying(400, "{\"text\":\"Invalid data channel\",\"code\":11}")
                      : Answer.saying(200, "{\"ackId\":1}"))
                  .to(request, connection))) {
        assertInstanceOf(Delivery.Down.class, sink(siem.uri(), ACK, LONG).deliver(outgoing(2)));
      }
    }
  }
}
