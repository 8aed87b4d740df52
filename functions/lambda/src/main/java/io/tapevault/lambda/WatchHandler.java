package io.tapevault.lambda;

import io.tapevault.alarm.Counted;
import io.tapevault.alarm.MissingRecordings;
import io.tapevault.alarm.Silences;
import io.tapevault.configuration.InForce;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// Looks for what somebody has to look at, and puts its numbers into metrics.
public final class WatchHandler {

  private final Silences silences;
  private final MissingRecordings recordings;
  private final InForce settings;
  private final Metrics metrics;

  public WatchHandler(
      Silences silences, MissingRecordings recordings, InForce settings, Metrics metrics) {
    this.silences = silences;
    this.recordings = recordings;
    this.settings = settings;
    this.metrics = metrics;
  }

  /// A number that is not whole, for want of time, is put nowhere.
  public void handle(String function, Invocation invocation) {
    Instant now = metrics.clock().instant();
    Map<Counted, Long> numbers = new EnumMap<>(Counted.class);
    numbers.put(Counted.REFUSED_CONFIG, settings.refused().isEmpty() ? 0L : 1L);
    try {
      Silences.Looked nodes = silences.look(now, invocation.timeLeft());
      put(numbers, Map.entry(Counted.SILENT_NODES, nodes.silent()), nodes.toTheEnd(), invocation);
      MissingRecordings.Looked sessions = recordings.look(now, invocation.timeLeft());
      put(
          numbers,
          Map.entry(Counted.MISSING_RECORDINGS, sessions.missing()),
          sessions.toTheEnd(),
          invocation);
    } finally {
      metrics.put(function, numbers);
    }
  }

  private static void put(
      Map<Counted, Long> numbers,
      Map.Entry<Counted, Integer> number,
      boolean whole,
      Invocation invocation) {
    if (whole) {
      numbers.put(number.getKey(), (long) number.getValue());
    } else {
      invocation.warn("the time was up before all were looked at: " + number);
    }
  }
}
