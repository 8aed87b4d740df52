package io.tapevault.siem.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Under any schedule of faults every event is delivered or parked, and those of one session are
/// delivered in order.
class DeliveryPropertyTest {

  private static final WebhookSink.Limits SHORT =
      new WebhookSink.Limits(Duration.ofMillis(200), Duration.ofMillis(200));
  private static final Pattern EVENT =
      Pattern.compile("\"uid\":\"([^\"]+)\",[^}]*\"text\":\"(\\w+)\"");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void every_event_is_delivered_or_parked(long seed) throws IOException {
    Random random = new Random(seed);
    List<StoredEvent> events = events(random);
    Set<String> arrived = new LinkedHashSet<>();
    ListParking parking = new ListParking();

    try (Siem siem = new Siem(behaviour(new Random(seed), arrived))) {
      Deliver deliver =
          new Deliver(
              "siem",
              new WebhookSink(WebhookAddress.parse(siem.uri()), InstantSource.system(), SHORT),
              parking);
      int done = 0;
      while (done < events.size()) {
        int end = Math.min(events.size(), done + 1 + random.nextInt(40));
        done += deliver.deliver(events.subList(done, end)).done();
      }
    }

    assertEquals(uids(events, "fine"), arrived.stream().toList());
    assertEquals(uids(events, "poison"), parking.parked.stream().map(Refused::uid).toList());
  }

  private static List<StoredEvent> events(Random random) {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      events.add(
          Events.event("s" + random.nextInt(4), i, random.nextInt(20) == 0 ? "poison" : "fine"));
    }
    return events;
  }

  /// Takes at most 30 events, never a poisoned one; otherwise is well two times in three.
  private static Siem.Behaviour behaviour(Random random, Set<String> arrived) {
    return (exchange, request) -> {
      List<MatchResult> batch = EVENT.matcher(request.body()).results().toList();
      int fault = nextInt(random);
      if (fault < 6) {
        faults(fault).answer(exchange, request);
      } else if (batch.size() > 30) {
        Siem.status(413).answer(exchange, request);
      } else if (batch.stream().anyMatch(event -> event.group(2).equals("poison"))) {
        Siem.status(422).answer(exchange, request);
      } else {
        synchronized (arrived) {
          batch.forEach(event -> arrived.add(event.group(1)));
        }
        // Taken, but nobody is told.
        (fault < 9 ? Siem.hangingUp() : Siem.status(202)).answer(exchange, request);
      }
    };
  }

  private static int nextInt(Random random) {
    synchronized (random) {
      return random.nextInt(24);
    }
  }

  private static Siem.Behaviour faults(int fault) {
    return switch (fault) {
      case 0 -> Siem.status(503, "retry-after", "1");
      case 1 -> Siem.status(429);
      case 2 -> Siem.status(401);
      case 3 -> Siem.hangingUp();
      case 4 -> Siem.dripping();
      default -> Siem.silent();
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
