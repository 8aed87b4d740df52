package io.tapevault.siem;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A receiver that stores a batch and whose answer is lost gets the same once more: each event with
/// the same bytes, and with the same key, by which it is told again.
class CommittedTest {

  private static final int EVENTS = 100;

  @BeforeAll
  static void keys() {
    FaultsTest.keys();
  }

  @AfterAll
  static void noKeys() {
    FaultsTest.noKeys();
  }

  /// What a receiver sees of a request but for signatures, which say when it was made.
  private record Seen(String target, String id, String body) {
    static Seen of(Request request) {
      return new Seen(
          request.target(), String.valueOf(request.header("webhook-id")), request.body());
    }
  }

  /// Stores, and closes without an answer; stores, and says 500; and then it is well.
  private record Losing(Protocol protocol, Map<Seen, Integer> times) implements Answer {
    @Override
    public void to(Request request, Socket connection) throws IOException, InterruptedException {
      int time;
      synchronized (times) {
        time = times.merge(Seen.of(request), 1, Integer::sum);
      }
      Answer answer =
          switch (time) {
            case 1 -> Answer.hangingUp();
            case 2 -> Answer.status(500);
            default -> protocol.taking(Protocol.uids(request).size());
          };
      answer.to(request, connection);
    }
  }

  @ParameterizedTest
  @EnumSource
  void commit_and_then_an_error(Protocol protocol) throws IOException {
    List<StoredEvent> events =
        IntStream.range(0, EVENTS)
            .mapToObj(
                i -> Engine.stored("{\"event\":\"x\",\"uid\":\"u%d\",\"sid\":\"s\"}".formatted(i)))
            .toList();
    try (FaultySiem login = FaultsTest.login();
        FaultySiem siem = FaultySiem.start(new Losing(protocol, new HashMap<>()))) {
      Engine engine = new Engine(protocol.open(siem.uri(), login.uri(), Timeouts.DEFAULT));
      assertEquals(EVENTS, engine.run(events, 3 * EVENTS));
      assertEquals(EVENTS, engine.count(Outcome.DELIVERED));
      assertEquals(List.of(), engine.parked());
      Map<Seen, List<Request>> same = siem.requests().stream().collect(groupingBy(Seen::of));
      assertTrue(same.values().stream().allMatch(all -> all.size() == 3), "each three times");
      Map<String, Long> stored =
          same.values().stream()
              .flatMap(all -> Protocol.uids(all.getFirst()).stream())
              .collect(groupingBy(uid -> uid, TreeMap::new, Collectors.counting()));
      assertEquals(
          events.stream()
              .map(one -> one.event().uid())
              .collect(groupingBy(uid -> uid, TreeMap::new, Collectors.counting())),
          stored,
          "every event is in one of them, so its bytes were always the same");
    }
  }
}
