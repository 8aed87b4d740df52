package io.tapevault.node.recordings;

import io.tapevault.node.disk.Disk;
import io.tapevault.node.health.Progress;
import io.tapevault.node.recordings.Ship.Condition;
import io.tapevault.node.recordings.Ship.Seen;
import io.tapevault.node.recordings.spool.Found;
import io.tapevault.node.recordings.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a node can say of its recordings. Safe for several threads.
final class Overview {

  // Below that a recorder may fail with its next write.
  private static final long FULL = 16L << 20;
  private static final int FULL_IN_HUNDREDTHS = 100;

  private final Surroundings around;
  private final List<Spool> spools;
  private final Quarantine quarantine;
  private long pending;
  private long bytes;
  private long confirmed;
  private long quarantined;
  private Optional<Instant> oldest = Optional.empty();
  private @Nullable String full;
  private @Nullable String trouble;

  Overview(Surroundings around, List<Spool> spools, Quarantine quarantine) {
    this.around = around;
    this.spools = spools;
    this.quarantine = quarantine;
  }

  /// What was found, oldest first, and what is known of it.
  synchronized void scanned(List<Found> found, Map<String, Seen> seen) {
    List<Found> waiting = found.stream().filter(one -> !isKept(seen.get(one.key()))).toList();
    pending = waiting.size();
    bytes = waiting.stream().mapToLong(Found::size).sum();
    oldest = waiting.stream().findFirst().map(Found::newest);
    full = null;
    trouble = waiting.isEmpty() ? null : trouble;
    long aside = 0;
    for (Spool spool : spools) {
      try {
        aside += quarantine.count(spool.folder());
        look(spool.folder());
      } catch (IOException e) {
        // Whoever scans the folder says so.
      }
    }
    quarantined = aside;
  }

  private void look(Path folder) throws IOException {
    Disk.Room room = around.disk().room(folder);
    if (room.free() < Math.min(FULL, room.whole() / FULL_IN_HUNDREDTHS)) {
      full = "the disk of " + folder + " is full: " + room.free() + " bytes are left";
    }
  }

  private static boolean isKept(@Nullable Seen seen) {
    return seen != null && seen.condition() == Condition.KEPT;
  }

  synchronized void shipped(@Nullable Seen before, Seen last) {
    switch (last.condition()) {
      case KEPT, REMOVED -> {
        trouble = null;
        confirmed += isKept(before) ? 0 : 1;
      }
      case QUARANTINED -> quarantined++;
      case WAITING, UNENDED -> {}
    }
  }

  void trouble(String what) {
    around.log().accept(what);
    synchronized (this) {
      trouble = what;
    }
  }

  synchronized Progress progress() {
    return new Progress(
        pending,
        bytes,
        oldest,
        confirmed,
        quarantined,
        Optional.ofNullable(full == null ? trouble : full));
  }
}
