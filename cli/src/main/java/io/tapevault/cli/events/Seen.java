package io.tapevault.cli.events;

import io.tapevault.event.Sha256;
import io.tapevault.json.EventTime;
import io.tapevault.json.FieldValues;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which events a follower has seen, and from when on it has to ask: events come late, and in any
/// order. A hundred thousand of them or two are remembered; of more, only the newest.
final class Seen {

  static final int MOST = 100_000;
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Set<String> TIME = Set.of("time", "too_large.time");

  private final Duration late;
  private final Map<String, Instant> seen = new HashMap<>();
  private Instant from;
  private Instant newest;

  Seen(Instant from, Duration late) {
    this.from = from;
    this.late = late;
    this.newest = from;
  }

  /// From when on an event may come that has not been seen.
  Instant from() {
    forget();
    return from;
  }

  /// What is too old to come again.
  void forget() {
    raise(newest.minus(late));
  }

  /// In the order of time, as pages have them; a vault keeps no event twice with the same bytes.
  boolean isNew(String json, Instant now) {
    // What says no time has that of its receipt, by the vault's clock.
    Instant time = time(json).orElse(now.plus(A_DAY));
    if (time.isBefore(from) || seen.putIfAbsent(Sha256.ofText(json), time) != null) {
      return false;
    }
    // A clock that runs ahead hurries nobody past what comes until then.
    if (time.isAfter(newest) && !time.isAfter(now)) {
      newest = time;
    }
    if (seen.size() >= 2 * MOST) {
      List<Instant> times = seen.values().stream().sorted().toList();
      Instant oldest = times.get(times.size() - MOST);
      raise(oldest.isAfter(now) ? now : oldest);
    }
    return true;
  }

  private void raise(Instant to) {
    if (to.isAfter(from)) {
      from = to;
      seen.values().removeIf(time -> time.isBefore(to));
    }
  }

  private static Optional<Instant> time(String json) {
    return FieldValues.of(json, TIME).values().stream()
        .flatMap(List::stream)
        .findFirst()
        .flatMap(EventTime::parse);
  }
}
