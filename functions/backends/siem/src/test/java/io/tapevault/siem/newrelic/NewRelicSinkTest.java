package io.tapevault.siem.newrelic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.EventSinkContract;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Against a stand-in that is made of New Relic's documentation.
class NewRelicSinkTest extends EventSinkContract {

  private static final Instant NOW = Events.NOON;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Pattern UID = Pattern.compile("\"attributes\":\\{\"uid\":\"([^\"]+)\"");
  private static final Pattern STAMP = Pattern.compile("\"timestamp\":(\\d+),");
  private static final Pattern PART =
      Pattern.compile("\"message(?:\\.\\d)?\":\"([^\\\\\"]*+(?:\\\\.[^\\\\\"]*+)*+)\"");

  @Override
  protected EventSink open(URI address, Duration patience) {
    return NewRelicSink.open(
        new SinkSpec(
            "soc", SinkType.NEW_RELIC, Map.of(SinkSpec.ADDRESS, address.toString()), "licence"),
        InstantSource.fixed(NOW),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  @Override
  protected List<String> uids(Request request) {
    return UID.matcher(request.body()).results().map((MatchResult one) -> one.group(1)).toList();
  }

  @Override
  protected Answer taking() {
    return Answer.saying(202, "{\"requestId\":\"b4a0\"}");
  }

  private Request sent(List<Outgoing> batch) throws IOException {
    try (FaultySiem siem = FaultySiem.start(taking())) {
      assertEquals(new Delivery.Delivered(), open(siem.uri(), LONG).deliver(batch));
      return siem.requests().getFirst();
    }
  }

  /// What is of New Relic alone.
  @Nested
  class OfNewRelic {

    @Test
    void an_event_is_a_log_whose_message_is_its_text() throws IOException {
      Request request =
          sent(
              List.of(
                  outgoing(
                      Events.event(
                          "{\"event\":\"x\",\"uid\":\"1\",\"sid\":\"s\",\"time\":\"2026-03-01T11:59:00.5Z\"}")),
                  outgoing(Events.event("{\"event\":\"y\",\"uid\":\"2\"}"))));
      assertEquals(
          "[{\"common\":{\"attributes\":{\"logtype\":\"tapevault\"}},\"logs\":["
              + "{\"timestamp\":1772366340500,\"attributes\":{\"uid\":\"1\",\"event\":\"x\",\"session\":\"s\",\"time\":\"2026-03-01T11:59:00.500Z\"},"
              + "\"message\":\"{\\\"event\\\":\\\"x\\\",\\\"uid\\\":\\\"1\\\",\\\"sid\\\":\\\"s\\\",\\\"time\\\":\\\"2026-03-01T11:59:00.5Z\\\"}\"},"
              + "{\"timestamp\":1772366400000,\"attributes\":{\"uid\":\"2\",\"event\":\"y\",\"time\":\"2026-03-01T12:00:00Z\"},"
              + "\"message\":\"{\\\"event\\\":\\\"y\\\",\\\"uid\\\":\\\"2\\\"}\"}]}]",
          request.body());
      assertEquals("licence", request.header("api-key"));
    }

    @Test
    void what_it_would_take_and_drop_for_its_age_goes_as_of_now() throws IOException {
      List<Instant> times =
          Stream.of(-72L, -48L, -46L, 0L, 2L).map(h -> NOW.plus(Duration.ofHours(h))).toList();
      Request request = sent(times.stream().map(time -> outgoing(Events.login(1, time))).toList());
      assertEquals(
          List.of(NOW, NOW, times.get(2), NOW, NOW),
          STAMP
              .matcher(request.body())
              .results()
              .map(one -> Instant.ofEpochMilli(Long.parseLong(one.group(1))))
              .toList());
      assertEquals(
          times.stream().map(Instant::toString).toList(),
          Pattern.compile("\"event\":\"user.login\",\"time\":\"([^\"]+)\"")
              .matcher(request.body())
              .results()
              .map(one -> one.group(1))
              .toList());
    }

    @Test
    void what_it_would_take_and_cut_goes_in_parts() throws IOException {
      String text = "{\"event\":\"x\",\"uid\":\"1\",\"text\":\"" + "😀é".repeat(60_000) + "\"}";
      List<String> parts =
          PART.matcher(sent(List.of(outgoing(Events.event(text)))).body())
              .results()
              .map(one -> one.group(1).replace("\\\"", "\""))
              .toList();
      // The first stands after the others.
      assertEquals(3, parts.size());
      assertEquals(text, parts.get(2) + parts.get(0) + parts.get(1));
    }

    @Test
    void without_a_key_it_cannot_be() {
      SinkSpec spec =
          new SinkSpec(
              "soc",
              SinkType.NEW_RELIC,
              Map.of(SinkSpec.ADDRESS, "https://log-api.newrelic.com/log/v1"),
              null);
      assertThrows(IllegalArgumentException.class, () -> NewRelicSink.check(spec));
    }
  }
}
