package io.tapevault.disk.sqlite;

import java.time.Instant;

/// The numbers of lines: in their order, lines are found. The newest second comes first; in it are
/// slots, of which each transcript takes one, or one after the other; in a slot are lines.
final class LineNumbers {

  /// So many lines a slot takes.
  static final long SLOT = 1L << 21;

  // 512 slots.
  private static final long SECOND = SLOT << 9;
  // 33 bits: of what is left of the 63.
  private static final long LAST_SECOND = (1L << 33) - 1;

  private LineNumbers() {}

  /// The first number of this second.
  static long of(Instant second) {
    return (LAST_SECOND - Math.clamp(second.getEpochSecond(), 0, LAST_SECOND)) * SECOND;
  }

  /// The first number of the second before, which comes behind.
  static long behind(long number) {
    return number - number % SECOND + SECOND;
  }
}
