package io.tapevault.testkit.memory;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// A SIEM in the heap that does everything that real ones do, by a seed: statuses, refusals of some
/// or of all, answers that never come, events that it takes and throws away, days on which it takes
/// nothing. It remembers what it has, to the event.
public final class MisbehavingSink implements EventSink {

  private final Random random;
  private final int most;
  private final int slowAbove;
  private final boolean saysWhich;
  private final Map<EventKey, Integer> has = new LinkedHashMap<>();
  private final Set<EventKey> dropped = new HashSet<>();
  private int requests;
  private int awayUntil;

  public MisbehavingSink(Random random) {
    this.random = random;
    this.most = 1 + random.nextInt(60);
    this.slowAbove = 1 + random.nextInt(60);
    this.saysWhich = random.nextBoolean();
  }

  /// An event that is refused whatever happens.
  public static boolean poisons(EventKey key) {
    return key.index() % 29 == 13;
  }

  /// An event that is taken with success and thrown away.
  public static boolean vanishes(EventKey key) {
    return key.index() % 31 == 7;
  }

  /// What it has, and how often it was sent.
  public Map<EventKey, Integer> has() {
    return Map.copyOf(has);
  }

  /// What it is known to have thrown away.
  public Set<EventKey> dropped() {
    return Set.copyOf(dropped);
  }

  @Override
  public Limits limits() {
    return new Limits(40, 1 << 20);
  }

  @Override
  public int size(Outgoing event) {
    return event.text().length();
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    requests++;
    if (requests < awayUntil) {
      return new Delivery.Down("status 401");
    }
    return switch (random.nextInt(24)) {
      case 0 ->
          new Delivery.TryAgain(Duration.ofSeconds(1 + random.nextInt(100)), false, "status 503");
      case 1 -> new Delivery.TryAgain(Duration.ofSeconds(1), false, "status 429");
      case 2 -> new Delivery.TryAgain(Duration.ofSeconds(1), true, "no answer in time");
      case 3 -> {
        awayUntil = requests + random.nextInt(12);
        yield new Delivery.Down("status 403");
      }
      case 4, 5 -> {
        take(batch);
        yield new Delivery.TryAgain(Duration.ofSeconds(1), false, "the connection broke");
      }
      case 6 -> {
        // Some of them are taken before it breaks.
        take(batch.subList(0, random.nextInt(batch.size() + 1)));
        yield new Delivery.TryAgain(Duration.ofSeconds(1), true, "no answer in time");
      }
      case 7 -> Delivery.Refused.all(batch, "status 400");
      default -> well(batch);
    };
  }

  private Delivery well(List<Outgoing> batch) {
    if (batch.size() > most) {
      return Delivery.Refused.all(batch, "status 413");
    }
    if (batch.size() > slowAbove) {
      return new Delivery.TryAgain(Duration.ofSeconds(1), true, "status 504");
    }
    List<RefusedEvent> refused = new ArrayList<>();
    List<RefusedEvent> lost = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      EventKey key = batch.get(i).stored().key();
      if (poisons(key)) {
        refused.add(new RefusedEvent(i, "status 422"));
      } else if (vanishes(key)) {
        lost.add(new RefusedEvent(i, "too old"));
      }
    }
    if (!refused.isEmpty()) {
      if (!saysWhich || !lost.isEmpty()) {
        return Delivery.Refused.all(batch, "status 422");
      }
      take(batch);
      return new Delivery.Refused(refused);
    }
    take(batch);
    lost.forEach(one -> dropped.add(batch.get(one.index()).stored().key()));
    return lost.isEmpty() ? new Delivery.Delivered() : new Delivery.Dropped(lost);
  }

  private void take(List<Outgoing> batch) {
    for (Outgoing event : batch) {
      EventKey key = event.stored().key();
      if (!poisons(key) && !vanishes(key)) {
        has.merge(key, 1, Integer::sum);
      }
    }
  }
}
