package io.tapevault.testkit.memory;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.EventFeed.Entry;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.json.EventJson;
import io.tapevault.settings.Retention;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/// One schedule of faults, by its seed: events come, a SIEM misbehaves, whoever delivers dies now
/// and then between sending and noting. In the end every event is accounted for, or it says what is
/// not.
public final class DeliverySchedule {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);
  private static final String SINK = "siem";
  private static final int MOST_ROUNDS = 20_000;

  private final Random random;
  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final MemoryEventFeed feed = new MemoryEventFeed(log);
  private final MemoryParking parking = new MemoryParking(CLOCK, Retention.DEFAULT);
  private final MisbehavingSink sink;
  private final List<StoredEvent> events = new ArrayList<>();
  private Deliver deliver;

  private DeliverySchedule(long seed) {
    this.random = new Random(seed);
    this.sink = new MisbehavingSink(random);
    this.deliver = new Deliver(SINK, sink, parking, Rules.RAW);
  }

  /// What does not hold; empty where all does.
  public static List<String> faults(long seed) {
    DeliverySchedule schedule = new DeliverySchedule(seed);
    boolean ended = schedule.run();
    return ended ? schedule.check() : List.of("it does not end");
  }

  private boolean run() {
    int toCome = 40 + random.nextInt(120);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (events.size() < toCome && random.nextInt(3) == 0) {
        append(Math.min(toCome - events.size(), 1 + random.nextInt(50)), toCome);
      }
      List<Entry> pending = feed.pending(SINK, 1 + random.nextInt(60));
      if (pending.isEmpty() && events.size() == toCome) {
        return true;
      }
      round(pending);
    }
    return false;
  }

  /// The last one is refused by nobody, so that it shows whose fault it is.
  private void append(int count, int toCome) {
    List<AuditEvent> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = events.size() + i;
      some.add(event(number == toCome - 1 ? 1_000_000 : number));
    }
    log.append(some);
    some.forEach(event -> events.add(new StoredEvent(event.key(), event, false)));
  }

  private AuditEvent event(int number) {
    Instant time = NOON.plus(Duration.ofMinutes(random.nextInt(180)));
    String json =
        "{\"event\":\"session.command\",\"time\":\"%s\",\"uid\":\"u%d\",\"sid\":\"s%d\",\"ei\":%d}"
            .formatted(time, number, random.nextInt(5), number);
    return switch (EventJson.read(json.getBytes(StandardCharsets.UTF_8), NOON)) {
      case AuditEvent event -> event;
      case Refused refused -> throw new IllegalStateException(refused.detail());
    };
  }

  private void round(List<Entry> pending) {
    Progress progress =
        deliver.deliver(pending.stream().map(Entry::event).toList(), () -> random.nextInt(8) > 0);
    if (random.nextInt(10) == 0) {
      // It dies before anything is noted, and remembers nothing.
      deliver = new Deliver(SINK, sink, parking, Rules.RAW);
    } else if (progress.done() > 0) {
      feed.done(SINK, pending.get(progress.done() - 1).sequence(), progress.settled());
    }
  }

  private List<String> check() {
    List<String> faults = new ArrayList<>();
    Map<EventKey, Settled> noted = feed.accounts().noted(SINK);
    Set<String> parked =
        parking.parked(LocalDate.ofInstant(NOON, ZoneOffset.UTC), Integer.MAX_VALUE).stream()
            .map(one -> String.valueOf(one.uid()))
            .collect(Collectors.toSet());
    Set<String> notedAsParked = new HashSet<>();
    for (StoredEvent event : events) {
      EventKey key = event.key();
      Settled settled = noted.get(key);
      if (settled == null) {
        faults.add(key + " is accounted for nowhere");
        continue;
      }
      boolean right =
          switch (settled.outcome()) {
            case DELIVERED -> sink.has().containsKey(key);
            case LOST -> sink.dropped().contains(key) && !sink.has().containsKey(key);
            case PARKED -> notedAsParked.add(event.event().identity());
            case EXCLUDED -> false;
          };
      if (!right) {
        faults.add(key + " is noted as " + settled.outcome() + ", which the SIEM does not know");
      }
      if (MisbehavingSink.poisons(key) && settled.outcome() != Outcome.PARKED) {
        faults.add(key + " is refused always and is not parked");
      }
    }
    if (!parked.containsAll(notedAsParked)) {
      faults.add("noted as parked, and not there: " + notedAsParked);
    }
    List<Account> hours = feed.accounts().read(SINK, NOON, NOON.plus(Duration.ofHours(4))).hours();
    if (hours.stream().mapToLong(Account::stored).sum() != events.size()
        || hours.stream().mapToLong(Account::waiting).sum() != 0) {
      faults.add("the hours do not add up: " + hours);
    }
    return faults;
  }
}
