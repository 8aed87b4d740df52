package io.tapevault.node.recordings;

import io.tapevault.node.health.Progress;
import io.tapevault.node.recordings.Ship.Condition;
import io.tapevault.node.recordings.Ship.Seen;
import io.tapevault.node.recordings.spool.Found;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a node can say of its recordings. Safe for several threads.
final class Overview {

  private final Consumer<String> log;
  // What went wrong with a recording last, by its key.
  private final Map<String, String> reasons = new HashMap<>();
  // By key, oldest first.
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private List<String> faults = List.of();
  private long confirmed;
  private long quarantined;

  private record Waiting(long size, Instant since) {}

  Overview(Consumer<String> log) {
    this.log = log;
  }

  /// What was found, oldest first, what is known of it, what could not be looked at, and how many
  /// lie in quarantine.
  void scanned(List<Found> found, Map<String, Seen> seen, List<String> faults, long quarantined) {
    note(found, seen, faults, quarantined).forEach(log);
  }

  /// Answers the faults that are new.
  private synchronized List<String> note(
      List<Found> found, Map<String, Seen> seen, List<String> faults, long quarantined) {
    List<String> fresh = faults.stream().filter(fault -> !this.faults.contains(fault)).toList();
    waiting.clear();
    found.stream()
        .filter(one -> !isKept(seen.get(one.key())))
        .forEach(one -> waiting.put(one.key(), new Waiting(one.size(), one.newest())));
    reasons.keySet().retainAll(waiting.keySet());
    this.faults = List.copyOf(faults);
    this.quarantined = quarantined;
    return fresh;
  }

  private static boolean isKept(@Nullable Seen seen) {
    return seen != null && seen.condition() == Condition.KEPT;
  }

  synchronized void shipped(String key, @Nullable Seen before, Seen last) {
    switch (last.condition()) {
      case KEPT, REMOVED -> {
        waiting.remove(key);
        reasons.remove(key);
        confirmed += isKept(before) ? 0 : 1;
      }
      case QUARANTINED -> {
        waiting.remove(key);
        reasons.remove(key);
        quarantined++;
      }
      case UNENDED -> reasons.remove(key);
      case WAITING -> {}
    }
  }

  /// Says why a recording waits.
  void waits(String key, String why) {
    log.accept(why);
    synchronized (this) {
      reasons.put(key, why);
    }
  }

  /// `otherwise` is why a recording waits with which nothing went wrong, `more` another trouble.
  synchronized Progress progress(Function<String, String> otherwise, Optional<String> more) {
    Stream<String> ofWaiting =
        waiting.keySet().stream().flatMap(key -> Stream.ofNullable(reasons.get(key)));
    Optional<String> trouble =
        Stream.of(more.stream(), faults.stream(), ofWaiting).flatMap(all -> all).findFirst();
    return new Progress(
        waiting.size(),
        waiting.values().stream().mapToLong(Waiting::size).sum(),
        waiting.entrySet().stream()
            .findFirst()
            .map(oldest ->
                new Progress.Oldest(
                    oldest.getValue().since(),
                    Optional.ofNullable(reasons.get(oldest.getKey()))
                        .orElseGet(() -> otherwise.apply(oldest.getKey())))),
        confirmed,
        quarantined,
        trouble);
  }
}
