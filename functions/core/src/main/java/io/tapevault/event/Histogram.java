package io.tapevault.event;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// How many events there were of each type, in steps of the same length since 1970. Steps without
/// events are left out.
///
/// Where a log stops early, all that is before `until` is counted, and nothing from there on.
public record Histogram(NavigableMap<Instant, Step> steps, @Nullable Instant until) {

  /// So many types are told apart: the first by name.
  public static final int MOST_TYPES = 100;

  /// The events of a step: of each type that is told apart, and of all others together.
  public record Step(Map<String, Long> types, long others) {
    public long events() {
      return types.values().stream().mapToLong(Long::longValue).sum() + others;
    }
  }
}
