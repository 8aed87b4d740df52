package io.tapevault.siem.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Under any schedule of faults every event is delivered or parked, and those of one session are
/// delivered in order.
class DeliveryPropertyTest {

  private static final Timeouts SHORT =
      new Timeouts(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(20));
  private static final Pattern EVENT =
      Pattern.compile("\"uid\":\"([^\"]+)\",[^}]*\"text\":\"(\\w+)\"");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void every_event_is_delivered_or_parked(long seed) throws IOException {
    Random random = new Random(seed);
    List<StoredEvent> events = events(random);
    Set<String> arrived = new LinkedHashSet<>();
    ListParking parking = new ListParking();

    try (FaultySiem siem = FaultySiem.start(behaviour(new Random(seed), arrived))) {
      SinkSpec spec =
          new SinkSpec(
              "siem", SinkType.WEBHOOK, Map.of(SinkSpec.ADDRESS, siem.uri().toString()), null);
      Deliver deliver =
          new Deliver(
              "siem", WebhookSink.open(spec, InstantSource.system(), SHORT), parking, Rules.RAW);
      int done = 0;
      while (done < events.size()) {
        int end = Math.min(events.size(), done + 1 + random.nextInt(40));
        done += deliver.deliver(events.subList(done, end), () -> true).done();
      }
    }

    assertEquals(uids(events, "fine"), arrived.stream().toList());
    assertEquals(uids(events, "poison"), parking.parked.stream().map(Refused::uid).toList());
  }

  private static List<StoredEvent> events(Random random) {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      events.add(
          Events.event("s" + random.nextInt(4), i, random.nextInt(20) == 0 ? "poison" : "fine")
              .stored());
    }
    return events;
  }

  /// Takes at most 30 events, never a poisoned one, and is too slow for more than 12; otherwise it
  /// is well two times in three.
  private static Answer behaviour(Random random, Set<String> arrived) {
    return (request, connection) -> {
      List<MatchResult> batch = EVENT.matcher(request.body()).results().toList();
      int fault = nextInt(random);
      Answer answer;
      if (fault < 6) {
        answer = faults(fault);
      } else if (batch.size() > 30) {
        answer = Answer.status(413);
      } else if (batch.size() > 12) {
        answer = Answer.status(504);
      } else if (batch.stream().anyMatch(event -> event.group(2).equals("poison"))) {
        answer = Answer.status(422);
      } else {
        synchronized (arrived) {
          batch.forEach(event -> arrived.add(event.group(1)));
        }
        // Taken, but nobody is told.
        answer =
            fault < 8
                ? Answer.hangingUp()
                : fault < 9 ? Answer.unfinished(202) : Answer.status(202);
      }
      answer.to(request, connection);
    };
  }

  private static int nextInt(Random random) {
    synchronized (random) {
      return random.nextInt(24);
    }
  }

  private static Answer faults(int fault) {
    return switch (fault) {
      case 0 -> Answer.status(503, "retry-after: 1");
      case 1 -> Answer.status(429);
      case 2 -> Answer.status(401);
      case 3 -> Answer.hangingUp();
      case 4 -> Answer.reset();
      default -> Answer.silence();
    };
  }

  private static List<String> uids(List<StoredEvent> events, String text) {
    return events.stream()
        .map(stored -> stored.event())
        .filter(event -> event.json().contains(text))
        .map(event -> event.identity())
        .toList();
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
  }
}
