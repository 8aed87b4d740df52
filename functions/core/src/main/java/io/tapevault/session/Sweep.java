package io.tapevault.session;

import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.Listed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/// Finds the recordings whose notice was lost, and indexes them.
///
/// A run looks at every recording of the last two days, and at a 24th of all others, another one
/// each hour: so every recording is looked at once a day, and few requests are made.
public final class Sweep {

  private static final Duration RECENT = Duration.ofDays(2);
  private static final int SHARES = 24;
  private static final int PAGE = 10_000;

  private final ObjectStore store;
  private final Index index;

  public Sweep(ObjectStore store, Index index) {
    this.store = store;
    this.index = index;
  }

  /// How many recordings were seen in the list, looked at, and indexed now; how many failed; and
  /// whether the end of the list was reached.
  public record Done(int listed, int lookedAt, int failed, boolean toTheEnd) {}

  /// Goes on for as long as there is time left. One that fails is told to `failed`, and costs no
  /// other one its turn.
  public Done run(Instant now, BooleanSupplier timeLeft, BiConsumer<Listed, Exception> failed) {
    int listed = 0;
    int lookedAt = 0;
    int failures = 0;
    List<Listed> page = store.recordings("", PAGE);
    while (!page.isEmpty()) {
      for (Listed one : page) {
        if (!timeLeft.getAsBoolean()) {
          return new Done(listed, lookedAt, failures, false);
        }
        listed++;
        if (isDue(one, now)) {
          lookedAt++;
          try {
            index.index(one.sid());
            index.forms(one.sid());
          } catch (IOException | RuntimeException e) {
            failures++;
            failed.accept(one, e);
          }
        }
      }
      page = store.recordings(page.getLast().sid().value(), PAGE);
    }
    return new Done(listed, lookedAt, failures, true);
  }

  private static boolean isDue(Listed one, Instant now) {
    long hour = now.getEpochSecond() / Duration.ofHours(1).toSeconds();
    return one.written().isAfter(now.minus(RECENT))
        || Math.floorMod(one.sid().value().hashCode() - hour, SHARES) == 0;
  }
}
