package io.tapevault.event;

import java.time.Instant;
import java.util.Comparator;

/// A place in the log's order: by time, then by key, so that no two events share one.
public record Position(Instant time, EventKey key) implements Comparable<Position> {

  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::time).thenComparing(Position::key);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
