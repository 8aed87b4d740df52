package io.tapevault.event;

import java.util.Comparator;

/// Where an event lies: Teleport's table key, `SessionID` and `EventIndex`.
public record EventKey(String session, long index) implements Comparable<EventKey> {

  private static final Comparator<EventKey> ORDER =
      Comparator.comparing(EventKey::session).thenComparingLong(EventKey::index);

  @Override
  public int compareTo(EventKey other) {
    return ORDER.compare(this, other);
  }
}
