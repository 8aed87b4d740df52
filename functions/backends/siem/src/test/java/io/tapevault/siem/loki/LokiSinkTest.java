package io.tapevault.siem.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LokiSinkTest extends EventSinkContract {

  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(30);

  @Override
  protected EventSink open(URI address, Duration patience) {
    return sink(spec(address, Map.of(), null), patience);
  }

  private static EventSink sink(SinkSpec spec, Duration patience) {
    return LokiSink.open(
        spec, InstantSource.fixed(NOW), new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  private static SinkSpec spec(URI address, Map<String, String> more, @Nullable String secret) {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, address.toString());
    return new SinkSpec("soc", SinkType.LOKI, options, secret);
  }

  @Override
  protected List<String> uids(Request request) {
    try {
      return Ingester.entries(request).stream().map(Ingester.Entry::uid).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Answer taking() {
    return Answer.status(204);
  }

  private static StoredEvent stored(int uid, Instant time) {
    return Engine.stored("{\"event\":\"x\",\"uid\":\"%d\",\"time\":\"%s\"}".formatted(uid, time));
  }

  /// Ten, of which 2, 5 and 8 are eight days old.
  private static List<StoredEvent> tenSomeOld() {
    return IntStream.range(0, 10)
        .mapToObj(i -> stored(i, i % 3 == 2 ? NOW.minus(Duration.ofDays(8)) : NOW.plusMillis(i)))
        .toList();
  }

  /// What is of Loki alone.
  @Nested
  class OfLoki {

    @Test
    void a_batch_is_one_stream_with_times_in_nanoseconds_as_text() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        SinkSpec spec =
            spec(siem.uri(), Map.of("labels", "job=tapevault,env=a\"b", "tenant", "t1"), "token");
        sink(spec, LONG)
            .deliver(
                List.of(
                    Engine.outgoing(
                        "{\"event\":\"a\",\"uid\":\"1\",\"sid\":\"s\",\"time\":\"2024-11-26T07:07:43.000241Z\"}")));
        Request request = siem.requests().getFirst();
        assertEquals("/hook/loki/api/v1/push?tenant=7", request.target());
        assertEquals("t1", request.header("x-scope-orgid"));
        assertEquals("Bearer token", request.header("authorization"));
        assertEquals(
            "{\"streams\":[{\"stream\":{\"job\":\"tapevault\",\"env\":\"a\\\"b\"},\"values\":["
                + "[\"1732604863000241000\",\"{\\\"event\\\":\\\"a\\\",\\\"uid\\\":\\\"1\\\","
                + "\\\"sid\\\":\\\"s\\\",\\\"time\\\":\\\"2024-11-26T07:07:43.000241Z\\\"}\","
                + "{\"event\":\"a\",\"uid\":\"1\",\"sid\":\"s\","
                + "\"time\":\"2024-11-26T07:07:43.000241Z\"}]]}]}",
            request.body());
      }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void loki_some_too_old(boolean saysSinceWhen) throws IOException {
      Ingester ingester = new Ingester(NOW.minus(Duration.ofDays(7)), saysSinceWhen);
      try (FaultySiem siem = FaultySiem.start(ingester)) {
        Engine engine = new Engine(open(siem.uri(), LONG));
        List<StoredEvent> ten = tenSomeOld();
        assertEquals(10, engine.run(ten, 1));
        assertEquals(List.of(), engine.parked());
        assertEquals(
            ten.stream().map(one -> one.event().json()).sorted().toList(),
            ingester.lines(),
            "each line once");
        assertEquals(
            saysSinceWhen ? 2 : 10, siem.requests().size(), "the limit is known from then on");
        assertEquals(10, engine.run(ten, 1));
        assertEquals(
            saysSinceWhen ? 3 : 11, siem.requests().size(), "the limit is known from then on");
      }
    }

    @Test
    void a_line_that_is_too_long_is_parked_and_its_neighbours_are_not() throws IOException {
      Ingester ingester = new Ingester(Instant.MIN, true);
      try (FaultySiem siem = FaultySiem.start(ingester)) {
        Engine engine = new Engine(open(siem.uri(), LONG));
        List<StoredEvent> events =
            List.of(
                stored(0, NOW),
                Engine.stored(
                    "{\"event\":\"x\",\"uid\":\"1\",\"text\":\"%s\"}"
                        .formatted("x".repeat(300_000))),
                stored(2, NOW));
        assertEquals(3, engine.run(events, 1));
        assertEquals(2, ingester.lines().size());
        assertEquals(1, engine.parked().size());
        assertTrue(
            engine.parked().getFirst().startsWith("1 soc: status 400 “Max entry size"),
            engine.parked().toString());
      }
    }

    @Test
    void a_refusal_that_is_not_of_age_changes_no_time() throws IOException {
      try (FaultySiem siem =
          FaultySiem.start(Answer.saying(400, "error at least one label pair is required"))) {
        List<Outgoing> one = List.of(new Outgoing(stored(1, NOW), stored(1, NOW).event().json()));
        assertInstanceOf(Delivery.Refused.class, open(siem.uri(), LONG).deliver(one));
        assertEquals(1, siem.requests().size());
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "labels | ''",
          "labels | job",
          "labels | job=a,,env=b",
          "labels | 1job=a",
          "tenant | 'a b'",
          "user | without-a-secret"
        })
    void what_cannot_be_is_said_at_once(String option, String value) {
      URI address = URI.create("https://loki.example.com");
      assertThrows(
          IllegalArgumentException.class,
          () -> LokiSink.check(spec(address, Map.of(option, value), null)));
    }
  }
}
