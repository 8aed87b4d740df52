package io.tapevault.recording;

import io.tapevault.event.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Tells records that a recorder wrote again, when it resumed an upload, from different records
/// that share an index.
///
/// Only the very same bytes are a repetition, and only where the index goes back, or where a part
/// begins with the record that the part before ended with. It remembers as many records as fit a
/// part of 5 MiB.
final class Repetitions {

  // Two generations of 2 MiB each; together they reach back over 130,000 to 260,000 records.
  private static final int SLOTS = 1 << 18;
  private static final int MOST = SLOTS / 2;

  private final MessageDigest digest = Sha256.digest();

  private long[] young = new long[1 << 10];
  private long[] old = new long[1];
  private int size;
  private long count;
  private boolean repeating;

  long count() {
    return count;
  }

  boolean repeats(RecordedFields fields, long last) {
    // Not zero, which marks a free slot.
    long print = ByteBuffer.wrap(digest.digest(fields.raw)).getLong() | 1;
    long index = fields.index.orElse(last + 1);
    boolean back = index < last || (index == last && (fields.first || repeating));
    repeating = back && (has(young, print) || has(old, print));
    if (repeating) {
      count++;
    } else {
      remember(print);
    }
    return repeating;
  }

  private void remember(long print) {
    if (size == MOST) {
      old = young;
      young = new long[SLOTS];
      size = 0;
    } else if (size * 2 == young.length) {
      long[] smaller = young;
      young = new long[2 * smaller.length];
      for (long one : smaller) {
        if (one != 0) {
          young[slot(young, one)] = one;
        }
      }
    }
    int slot = slot(young, print);
    size += young[slot] == 0 ? 1 : 0;
    young[slot] = print;
  }

  private static boolean has(long[] table, long print) {
    return table.length > 1 && table[slot(table, print)] == print;
  }

  /// Where it is, or where it would be: at least half of the slots are free.
  private static int slot(long[] table, long print) {
    int mask = table.length - 1;
    int at = (int) (print >>> 40) & mask;
    while (table[at] != 0 && table[at] != print) {
      at = (at + 1) & mask;
    }
    return at;
  }
}
