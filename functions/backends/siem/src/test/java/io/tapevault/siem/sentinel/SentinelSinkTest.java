package io.tapevault.siem.sentinel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Rules;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Against a stand-in that is made of Microsoft's documentation.
class SentinelSinkTest extends EventSinkContract {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Pattern UID = Pattern.compile("\"Uid\":\"([^\"]+)\"");
  private static final Pattern RAW =
      Pattern.compile("\"RawData\":\"([^\\\\\"]*+(?:\\\\.[^\\\\\"]*+)*+)\"");
  private static @Nullable FaultySiem login;

  @BeforeAll
  static void start() throws IOException {
    login = FaultySiem.start(Answer.saying(200, "{\"access_token\":\"t-1\",\"expires_in\":3599}"));
  }

  @AfterAll
  static void end() throws IOException {
    login().close();
  }

  private static FaultySiem login() {
    return Optional.ofNullable(login).orElseThrow();
  }

  @Override
  protected EventSink open(URI address, Duration patience) {
    String rule =
        "http://%s%s/dataCollectionRules/dcr-1/streams/Custom-Audit?api-version=2023-01-01&%s"
            .formatted(address.getRawAuthority(), address.getRawPath(), address.getRawQuery());
    return SentinelSink.open(
        spec(Map.of(SinkSpec.ADDRESS, rule)),
        InstantSource.fixed(Events.NOON),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  private static SinkSpec spec(Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("tenant", "tenant-1");
    options.put("client", "client-1");
    options.put("login", login().uri().resolve("/").toString().replaceAll("/$", ""));
    options.putAll(more);
    return new SinkSpec("soc", SinkType.SENTINEL, options, "s3cr3t~value");
  }

  @Override
  protected List<String> uids(Request request) {
    return UID.matcher(request.body())
        .results()
        .map((MatchResult one) -> one.group(1))
        .distinct()
        .toList();
  }

  @Override
  protected Answer taking() {
    return Answer.status(204);
  }

  private static String sized(String uid, String text) {
    return "{\"event\":\"x\",\"uid\":\"" + uid + "\",\"text\":\"" + text + "\"}";
  }

  /// What is of Sentinel alone.
  @Nested
  class OfSentinel {

    @Test
    void an_event_is_a_row() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        open(siem.uri(), LONG)
            .deliver(
                List.of(
                    outgoing(Events.event("{\"event\":\"x\",\"uid\":\"1\",\"sid\":\"s\"}")),
                    outgoing(Events.event("{\"event\":\"y\",\"uid\":\"é\"}"))));
        Request request = siem.requests().getFirst();
        assertEquals(
            "[{\"TimeGenerated\":\"2026-03-01T12:00:00Z\",\"EventTime\":\"2026-03-01T12:00:00Z\","
                + "\"Uid\":\"1\",\"EventType\":\"x\",\"SessionId\":\"s\",\"Part\":1,\"Parts\":1,"
                + "\"RawData\":\"{\\\"event\\\":\\\"x\\\",\\\"uid\\\":\\\"1\\\",\\\"sid\\\":\\\"s\\\"}\"},"
                + "{\"TimeGenerated\":\"2026-03-01T12:00:00Z\",\"EventTime\":\"2026-03-01T12:00:00Z\","
                + "\"Uid\":\"é\",\"EventType\":\"y\",\"Part\":1,\"Parts\":1,"
                + "\"RawData\":\"{\\\"event\\\":\\\"y\\\",\\\"uid\\\":\\\"é\\\"}\"}]",
            request.body());
        assertEquals("Bearer t-1", request.header("authorization"));
        assertEquals(
            "/hook/dataCollectionRules/dcr-1/streams/Custom-Audit?api-version=2023-01-01&tenant=7",
            request.target());
        Request asked = login().requests().getLast();
        assertEquals("/tenant-1/oauth2/v2.0/token", asked.target());
        assertTrue(asked.body().contains("client_secret=s3cr3t%7Evalue"), asked.body());
        assertTrue(
            asked.body().contains("scope=https%3A%2F%2Fmonitor.azure.com%2F.default"),
            asked.body());
      }
    }

    @Test
    void what_it_would_take_and_cut_is_several_rows() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        String text = sized("1", "😀é".repeat(30_000));
        open(siem.uri(), LONG).deliver(List.of(outgoing(Events.event(text))));
        List<String> parts =
            RAW.matcher(siem.requests().getFirst().body())
                .results()
                .map(one -> one.group(1).replace("\\\"", "\""))
                .toList();
        assertEquals(3, parts.size());
        assertTrue(parts.stream().allMatch(part -> part.getBytes(UTF_8).length <= 64_000));
        assertEquals(text, parts.stream().collect(Collectors.joining()));
      }
    }

    @Test
    void sentinel_one_mebibyte() throws IOException {
      List<String> kept = new ArrayList<>();
      List<Integer> refused = new ArrayList<>();
      Answer limited =
          (request, connection) -> {
            int bytes = request.body().getBytes(UTF_8).length;
            if (bytes > 1_048_576) {
              refused.add(bytes);
              Answer.status(413).to(request, connection);
            } else {
              kept.addAll(uids(request));
              taking().to(request, connection);
            }
          };
      List<StoredEvent> events = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        events.add(outgoing(Events.event(sized("e" + i, "ü".repeat(40_000)))).stored());
      }
      events.add(12, outgoing(Events.event(sized("big", "x".repeat(1_100_000)))).stored());
      ListParking parking = new ListParking();
      try (FaultySiem siem = FaultySiem.start(limited)) {
        Deliver deliver = new Deliver("soc", open(siem.uri(), LONG), parking, Rules.RAW);
        int done = 0;
        while (done < events.size()) {
          done += deliver.deliver(events.subList(done, events.size()), () -> true).done();
        }
        assertTrue(siem.requests().size() <= 10, () -> siem.requests().size() + " requests");
      }
      assertEquals(30, kept.stream().distinct().count());
      assertEquals(List.of("big"), parking.parked.stream().map(Refused::uid).toList());
      assertTrue(parking.parked.getFirst().detail().contains("1100"), parking::toString);
      assertTrue(refused.stream().allMatch(bytes -> bytes > 1_100_000), refused::toString);
    }

    @Test
    void after_a_429_it_waits_as_long_as_it_is_asked_to() throws IOException {
      try (FaultySiem siem = FaultySiem.start(Answer.status(429, "retry-after: 2"))) {
        assertEquals(
            new Delivery.TryAgain(Duration.ofSeconds(2), false, "status 429"),
            open(siem.uri(), LONG).deliver(events(1)));
      }
    }

    @Test
    void what_cannot_be_is_said_at_once() {
      String rule = "https://dce.example.com/dataCollectionRules/d/streams/s?api-version=v";
      for (Map<String, String> wrong :
          List.of(
              Map.of(SinkSpec.ADDRESS, "https://dce.example.com/"),
              Map.of(SinkSpec.ADDRESS, rule, "tenant", "a/b"),
              Map.of(SinkSpec.ADDRESS, rule, "client", ""),
              Map.of(SinkSpec.ADDRESS, rule, "login", "http://login.example.com"))) {
        assertThrows(
            IllegalArgumentException.class, () -> SentinelSink.check(spec(wrong)), wrong::toString);
      }
      SentinelSink.check(spec(Map.of(SinkSpec.ADDRESS, rule)));
    }
  }

  /// Keeps in a list what is parked.
  private static final class ListParking implements Parking {
    private final List<Refused> parked = new ArrayList<>();

    @Override
    public void park(List<Refused> refused) {
      parked.addAll(refused);
    }

    @Override
    public List<Refused> parked(LocalDate day, int limit) {
      return List.copyOf(parked);
    }

    @Override
    public String toString() {
      return parked.toString();
    }
  }
}
