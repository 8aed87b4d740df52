package io.tapevault.forwarding;

/// How many events a SIEM is sent at once: fewer when it was too slow for them or refused them,
/// then twice as many with each batch that it takes.
final class Pace {

  // A number that was too slow costs a whole time-out each time that it is tried.
  private static final int BATCHES_UNTIL_TRIED_AGAIN = 16;
  // A connection that always breaks may be a receiver's way to say that it is too much.
  private static final int TROUBLES_UNTIL_FEWER = 3;

  private final int limit;
  private int most;
  private int size;
  private int taken;
  private int troubles;

  Pace(int limit) {
    this.limit = limit;
    this.most = limit;
    this.size = limit;
  }

  int size() {
    return size;
  }

  void taken() {
    troubles = 0;
    taken++;
    if (taken >= BATCHES_UNTIL_TRIED_AGAIN) {
      most = limit;
    }
    size = Math.min(2 * size, most);
  }

  void notTaken(int sent, boolean slow) {
    troubles++;
    if (slow || troubles >= TROUBLES_UNTIL_FEWER) {
      refused(sent);
    }
    if (slow) {
      most = size;
      taken = 0;
    }
  }

  void refused(int sent) {
    size = Math.max(1, sent / 2);
  }

  /// One event shows as well as many whether a SIEM is back.
  void down() {
    size = 1;
  }
}
