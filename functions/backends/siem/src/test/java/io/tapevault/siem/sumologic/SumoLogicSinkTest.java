package io.tapevault.siem.sumologic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
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
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Against a stand-in that is made of Sumo Logic's documentation.
class SumoLogicSinkTest extends EventSinkContract {

  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");
  private static final String CODE = "ZaVnC4dhaV3qLkUqt8bQ==";

  @Override
  protected EventSink open(URI address, Duration patience) {
    return SumoLogicSink.open(
        spec(address.toString(), null, Map.of()),
        InstantSource.system(),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  private static SinkSpec spec(String address, @Nullable String secret, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, address);
    return new SinkSpec("soc", SinkType.SUMO_LOGIC, options, secret);
  }

  @Override
  protected List<String> uids(Request request) {
    return UID.matcher(request.body()).results().map((MatchResult one) -> one.group(1)).toList();
  }

  @Override
  protected Answer taking() {
    return Answer.status(200);
  }

  /// What is of Sumo Logic alone.
  @Nested
  class OfSumoLogic {

    @Test
    void an_event_is_a_line() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        Map<String, String> labels = Map.of("category", "prod/audit", "host", "vault");
        URI address = siem.uri().resolve("/receiver/v1/http");
        SumoLogicSink.open(
                spec(address.toString(), CODE, labels), InstantSource.system(), Timeouts.DEFAULT)
            .deliver(
                List.of(
                    outgoing(Events.event("{\"event\":\"x\",\r\n\"é\":\"a\\nb\"}")),
                    outgoing(Events.event("{\"event\":\"y\"}"))));
        Request request = siem.requests().getFirst();
        assertEquals("/receiver/v1/http/" + CODE, request.target());
        assertEquals("{\"event\":\"x\",  \"é\":\"a\\nb\"}\n{\"event\":\"y\"}", request.body());
        assertEquals(
            List.of("prod/audit", "vault", "tapevault"),
            List.of(
                String.valueOf(request.header("x-sumo-category")),
                String.valueOf(request.header("x-sumo-host")),
                String.valueOf(request.header("x-sumo-name"))));
      }
    }

    @Test
    void the_code_of_the_source_is_told_to_nobody() throws IOException {
      try (FaultySiem siem = FaultySiem.start(Answer.saying(401, "no source " + CODE))) {
        Delivery.Down down =
            assertInstanceOf(
                Delivery.Down.class,
                SumoLogicSink.open(
                        spec(siem.uri().toString(), CODE, Map.of()),
                        InstantSource.system(),
                        Timeouts.DEFAULT)
                    .deliver(events(1)));
        assertFalse(down.why().contains(CODE), down.why());
      }
    }

    @Test
    void what_cannot_be_is_said_at_once() {
      String address = "https://collectors.sumologic.com/receiver/v1/http";
      for (SinkSpec wrong :
          List.of(
              spec(address, "a/b", Map.of()),
              spec(address, "a?b", Map.of()),
              spec(address, CODE, Map.of("category", "a\nb")))) {
        assertThrows(IllegalArgumentException.class, () -> SumoLogicSink.check(wrong));
      }
    }
  }
}
