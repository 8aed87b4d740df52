package io.tapevault.siem.datadog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.EventSink.RefusedEvent;
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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DatadogSinkTest extends EventSinkContract {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @Override
  protected EventSink open(URI address, Duration patience) {
    return sink(address, Map.of(), patience);
  }

  private static EventSink sink(URI address, Map<String, String> more, Duration patience) {
    return DatadogSink.open(
        spec(address, more, KEY),
        InstantSource.fixed(NOW),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  private static SinkSpec spec(URI address, Map<String, String> more, @Nullable String key) {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, address.toString());
    return new SinkSpec("soc", SinkType.DATADOG, options, key);
  }

  @Override
  protected List<String> uids(Request request) {
    return logs(request).map(log -> log.path("tapevault.uid").asText()).toList();
  }

  private static Stream<JsonNode> logs(Request request) {
    try {
      return StreamSupport.stream(JSON.readTree(request.body()).spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Answer taking() {
    return Answer.saying(202, "{}");
  }

  @Override
  protected int largest(EventSink sink) {
    return 990_000;
  }

  private static Outgoing outgoing(String uid, Instant time, int characters) {
    return Engine.outgoing(
        "{\"event\":\"x\",\"uid\":\"%s\",\"time\":\"%s\",\"text\":\"%s\"}"
            .formatted(uid, time, "x".repeat(characters)));
  }

  /// What is of Datadog alone.
  @Nested
  class OfDatadog {

    @Test
    void an_event_is_the_text_of_a_log() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        sink(siem.uri(), Map.of("service", "vault", "tags", "env:prod", "host", "h"), LONG)
            .deliver(
                List.of(
                    Engine.outgoing(
                        "{\"event\":\"a\",\"uid\":\"1\",\"sid\":\"s\",\"time\":\"2026-11-22T13:59:59.5Z\"}")));
        Request request = siem.requests().getFirst();
        assertEquals("/hook/api/v2/logs?tenant=7", request.target());
        assertEquals(KEY, request.header("dd-api-key"));
        assertEquals(
            "[{\"ddsource\":\"teleport\",\"service\":\"vault\",\"ddtags\":\"env:prod\",\"hostname\":\"h\","
                + "\"message\":\"{\\\"event\\\":\\\"a\\\",\\\"uid\\\":\\\"1\\\",\\\"sid\\\":\\\"s\\\","
                + "\\\"time\\\":\\\"2026-11-22T13:59:59.5Z\\\"}\",\"timestamp\":1795355999500,"
                + "\"tapevault.time\":\"2026-11-22T13:59:59.500Z\",\"tapevault.event\":\"a\","
                + "\"tapevault.uid\":\"1\",\"tapevault.sid\":\"s\"}]",
            request.body());
      }
    }

    @Test
    void datadog_takes_and_drops() throws IOException {
      List<StoredEvent> events =
          Stream.of(
                  Duration.ZERO,
                  Duration.ofHours(-17),
                  Duration.ofHours(-19),
                  Duration.ofDays(-3),
                  Duration.ofHours(3))
              .map(age -> outgoing(age.toString(), NOW.plus(age), 1).stored())
              .toList();
      try (FaultySiem siem = FaultySiem.start(taking())) {
        Engine engine = new Engine(open(siem.uri(), LONG));
        assertEquals(5, engine.run(events, 1));
        assertEquals(List.of(), engine.parked());
        assertEquals(
            events.stream().map(one -> one.event().time().toString()).toList(),
            logs(siem.requests().getFirst())
                .filter(DatadogSinkTest::isKept)
                .map(log -> log.path("tapevault.time").asText())
                .toList(),
            "nothing that was sent is thrown away");
      }
    }

    @Test
    void what_it_would_cut_is_lost_and_never_sent() throws IOException {
      List<Outgoing> batch =
          List.of(outgoing("0", NOW, 10), outgoing("1", NOW, 1_000_000), outgoing("2", NOW, 10));
      try (FaultySiem siem = FaultySiem.start(taking())) {
        EventSink sink = open(siem.uri(), LONG);
        assertEquals(
            new Delivery.Dropped(
                List.of(new RefusedEvent(1, "larger than 1 MB, which Datadog cuts"))),
            sink.deliver(batch));
        assertEquals(List.of("0", "2"), uids(siem.requests().getFirst()));
        assertInstanceOf(Delivery.Dropped.class, sink.deliver(batch.subList(1, 2)));
        assertEquals(1, siem.requests().size());
        siem.answer(Answer.status(400));
        assertEquals(Delivery.Refused.all(batch, "status 400"), sink.deliver(batch));
        siem.answer(Answer.status(503));
        assertInstanceOf(Delivery.TryAgain.class, sink.deliver(batch));
        siem.answer(Answer.status(403));
        assertInstanceOf(Delivery.Down.class, sink.deliver(batch));
      }
    }

    @Test
    void without_a_key_it_cannot_be() {
      URI address = URI.create("https://http-intake.logs.datadoghq.eu");
      assertThrows(
          IllegalArgumentException.class, () -> DatadogSink.check(spec(address, Map.of(), null)));
    }
  }

  /// By its `timestamp`, or by when it arrives.
  private static boolean isKept(JsonNode log) {
    Instant time = Instant.ofEpochMilli(log.path("timestamp").asLong(NOW.toEpochMilli()));
    return !time.isBefore(NOW.minus(Duration.ofHours(18)))
        && !time.isAfter(NOW.plus(Duration.ofHours(2)));
  }
}
