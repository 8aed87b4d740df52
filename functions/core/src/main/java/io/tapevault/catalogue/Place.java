package io.tapevault.catalogue;

import io.tapevault.event.Sha256;
import java.time.Instant;
import java.util.Comparator;

/// Where a session stands in the catalogue: by the millisecond in which it began, then by the first
/// 60 bits of the SHA-256 of its name.
public record Place(long millis, long tie) implements Comparable<Place> {

  private static final int DIGITS = 15;
  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::millis).thenComparingLong(Place::tie);

  static Place of(Instant at, String sid) {
    String digest = Sha256.ofText(sid);
    return new Place(at.toEpochMilli(), Long.parseLong(digest, 0, DIGITS, 16));
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
