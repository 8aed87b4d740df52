package io.tapevault.forwarding.accounts;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What became of one event at one SIEM. Of two that are noted the one of the higher rank counts,
/// whichever was noted first: what was parked may still be delivered, and never the other way
/// round.
public enum Outcome {
  /// It cannot be delivered any more, or the SIEM is known to throw it away.
  LOST(0),
  /// The settings leave it out.
  EXCLUDED(1),
  /// The SIEM refused it; it is kept with the SIEM's words.
  PARKED(2),
  DELIVERED(3);

  private final int rank;

  Outcome(int rank) {
    this.rank = rank;
  }

  /// As it is kept in a database: it never changes.
  public int rank() {
    return rank;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Outcome> of(String word) {
    return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  public static Optional<Outcome> of(int rank) {
    return Stream.of(values()).filter(one -> one.rank == rank).findFirst();
  }
}
