package io.tapevault.forwarding.accounts;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What became of the events of one hour at one SIEM; `lost` by why. All that was stored and is
/// none of these waits.
public record Account(
    Instant hour,
    long stored,
    long delivered,
    long excluded,
    long parked,
    SortedMap<String, Long> lost) {

  public Account {
    lost = new TreeMap<>(lost);
    if (stored < delivered + excluded + parked + sum(lost)) {
      throw new IllegalArgumentException("an account that does not add up");
    }
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  public long lostAltogether() {
    return sum(lost);
  }

  public long waiting() {
    return stored - delivered - excluded - parked - lostAltogether();
  }

  /// Counts the events of one hour.
  public static final class Counted {
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final SortedMap<String, Long> lost = new TreeMap<>();
    private long waiting;

    public void settled(Outcome outcome, String why, long events) {
      counts.merge(outcome, events, Long::sum);
      if (outcome == Outcome.LOST) {
        lost.merge(why, events, Long::sum);
      }
    }

    public void waiting(long events) {
      waiting += events;
    }

    public Account account(Instant hour) {
      return new Account(
          hour,
          waiting + sum(counts),
          counts.getOrDefault(Outcome.DELIVERED, 0L),
          counts.getOrDefault(Outcome.EXCLUDED, 0L),
          counts.getOrDefault(Outcome.PARKED, 0L),
          lost);
    }
  }
}
