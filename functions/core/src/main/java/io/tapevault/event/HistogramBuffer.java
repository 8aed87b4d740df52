package io.tapevault.event;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts events, which may come in any order. It grows with the steps, not with the events, and
/// however many types there are.
public final class HistogramBuffer {

  private final long step;
  private final NavigableMap<String, Map<Long, Long>> types = new TreeMap<>();
  private final Map<Long, Long> others = new HashMap<>();

  /// `step` is whole seconds.
  public HistogramBuffer(Duration step) {
    this.step = step.toSeconds();
  }

  /// Events of a type in the step that this second, since 1970, is in.
  public void add(String type, long second, long events) {
    long begin = Math.floorDiv(second, step) * step;
    Map<Long, Long> counts = types.get(type);
    if (counts == null && isOther(type)) {
      counts = others;
    } else if (counts == null) {
      counts = new HashMap<>();
      types.put(type, counts);
    }
    counts.merge(begin, events, Long::sum);
    if (types.size() > Histogram.MOST_TYPES) {
      types.pollLastEntry().getValue().forEach((at, more) -> others.merge(at, more, Long::sum));
    }
  }

  // A type that is among the first in the end was so from the beginning, and has lost nothing.
  private boolean isOther(String type) {
    return types.size() == Histogram.MOST_TYPES && type.compareTo(types.lastKey()) > 0;
  }

  /// What another one has counted.
  public void add(HistogramBuffer other) {
    other.types.forEach((type, counts) -> counts.forEach((at, events) -> add(type, at, events)));
    other.others.forEach((at, events) -> others.merge(at, events, Long::sum));
  }

  /// `until` is null where all was counted.
  public Histogram histogram(@Nullable Instant until) {
    NavigableMap<Instant, Map<String, Long>> told = new TreeMap<>();
    types.forEach((type, counts) -> counts.forEach((at, events) -> at(told, at).put(type, events)));
    others.forEach((at, events) -> at(told, at));
    NavigableMap<Instant, Histogram.Step> steps = new TreeMap<>();
    told.forEach((begin, counts) ->
        steps.put(
            begin, new Histogram.Step(counts, others.getOrDefault(begin.getEpochSecond(), 0L))));
    return new Histogram(steps, until);
  }

  private static Map<String, Long> at(NavigableMap<Instant, Map<String, Long>> told, long begin) {
    return told.computeIfAbsent(Instant.ofEpochSecond(begin), none -> new TreeMap<>());
  }
}
