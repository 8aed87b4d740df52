package io.tapevault.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;

/// Where an event lies: Teleport's table key, `SessionID` and `EventIndex`. In order, sessions are
/// sorted by their UTF-8 bytes, as databases sort.
public record EventKey(String session, long index) implements Comparable<EventKey> {

  private static final Comparator<EventKey> ORDER =
      Comparator.comparing(EventKey::session, EventKey::byBytes).thenComparingLong(EventKey::index);

  private static int byBytes(String a, String b) {
    return a.equals(b) ? 0 : Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  @Override
  public int compareTo(EventKey other) {
    return ORDER.compare(this, other);
  }
}
