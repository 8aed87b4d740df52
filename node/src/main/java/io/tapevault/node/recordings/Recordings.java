package io.tapevault.node.recordings;

import io.tapevault.node.health.Progress;
import io.tapevault.node.health.Turns;
import io.tapevault.node.recordings.Ship.Condition;
import io.tapevault.node.recordings.Ship.Seen;
import io.tapevault.node.recordings.spool.Found;
import io.tapevault.node.recordings.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Brings what lies in the spools to the store, the oldest first, some at a time, until it is
/// closed.
public final class Recordings implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Duration BETWEEN_SCANS = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Surroundings around;
  private final List<Spool> spools;
  private final Supplier<Settings> settings;
  private final EntryJournal journal;
  private final Quarantine quarantine;
  private final Pace pace;
  private final Uploads uploads = new Uploads();
  private final Ship ship;
  private final Overview overview;

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Map<String, Thread> running = new ConcurrentHashMap<>();
  private boolean stopping;
  private boolean swept;
  private Instant lastLook = Instant.MIN;

  /// Settings are asked for again with each scan.
  public Recordings(
      Surroundings around, Folders folders, Events events, Supplier<Settings> settings) {
    this.around = around;
    this.spools =
        folders.spools().stream().map(folder -> new Spool(around.disk(), folder)).toList();
    this.settings = settings;
    this.overview = new Overview(around.log());
    this.journal =
        new EntryJournal(around.disk(), folders.state().resolve("recordings"), around.log());
    this.quarantine = new Quarantine(around.disk(), journal);
    NextStep waits = new NextStep(Policy.DEFAULT, around.random());
    this.pace = new Pace(waits::wait);
    this.ship = new Ship(around, journal, events, pace, new Ship.Told(uploads, overview));
  }

  /// Where recordings lie, and where a node keeps what it remembers.
  public record Folders(List<Path> spools, Path state) {}

  /// Scans and uploads until it is closed.
  public void run(Turns turns) throws InterruptedException {
    while (!isStopping()) {
      pause(turns.take(this::turn));
    }
  }

  /// One scan, and all that may be begun until the next one is due.
  private Duration turn() throws InterruptedException {
    Settings now = settings.get();
    Deque<Found> queue = new ArrayDeque<>(due(now));
    Instant begin = around.clock().instant();
    while (startAll(queue, now)
        && isWithin(begin, begin.plus(BETWEEN_SCANS))
        && settings.get().idle().equals(now.idle())) {
      pause(BETWEEN_LOOKS);
    }
    return Duration.ZERO;
  }

  /// Neither after it, nor at a clock that was set back.
  private boolean isWithin(Instant begin, Instant end) {
    Instant now = around.clock().instant();
    return !now.isBefore(begin) && now.isBefore(end);
  }

  /// False once it is to stop.
  private synchronized boolean startAll(Deque<Found> queue, Settings now) {
    while (!stopping && !queue.isEmpty() && pace.starts(now.parallel(), around.clock().instant())) {
      Found found = queue.remove();
      Thread thread =
          Thread.ofPlatform().name("upload " + found.sid()).unstarted(() -> run(found, now));
      // It takes itself out when it ends, which may be at once.
      running.put(found.key(), thread);
      thread.start();
    }
    return !stopping;
  }

  private void run(Found found, Settings now) {
    try {
      one(found, now);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      overview.waits(found.key(), found.place() + ": a fault of this node: " + e);
      seen.put(found.key(), Seen.waiting(around.clock().instant().plus(PATIENCE)));
    } finally {
      running.remove(found.key());
      pace.ended();
      wake();
    }
  }

  private synchronized void wake() {
    notifyAll();
  }

  // Woken when one has ended.
  @SuppressWarnings("WaitNotInLoop")
  private synchronized void pause(Duration most) throws InterruptedException {
    if (!stopping && most.isPositive()) {
      wait(Math.max(1, most.toMillis()));
    }
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  /// One scan, and in this thread all that may be done now; answers when something may be next.
  Instant round() throws InterruptedException {
    Settings now = settings.get();
    Instant next = Instant.MAX;
    for (Found found : due(now)) {
      if (pace.starts(now.parallel(), around.clock().instant())) {
        try {
          one(found, now);
        } finally {
          pace.ended();
        }
      } else {
        next = around.clock().instant();
      }
    }
    for (Seen one : seen.values()) {
      next = one.again().isBefore(next) ? one.again() : next;
    }
    return next.isAfter(pace.notBefore()) ? next : pace.notBefore();
  }

  private void one(Found found, Settings now) throws InterruptedException {
    Seen last = ship.ship(found, now);
    Seen before = seen.put(found.key(), last);
    overview.shipped(found.key(), before, last);
  }

  /// What may be done now, the oldest first; what failed comes after what did not.
  private List<Found> due(Settings settings) {
    Instant now = around.clock().instant();
    forgetLaterTimes(now);
    // Those that end while we look are looked at the next time.
    Set<String> busy = Set.copyOf(running.keySet());
    List<String> faults = new ArrayList<>();
    List<Found> found = found(faults);
    if (faults.isEmpty()) {
      forgetOthers(found, faults);
    }
    for (String key : journal.writeAgain(key -> !busy.contains(key))) {
      seen.computeIfPresent(key, (same, one) -> one.again(Instant.EPOCH));
    }
    overview.scanned(found, seen, faults, quarantined());
    // It changes while it is sorted by.
    Map<String, Seen> then = Map.copyOf(seen);
    return settings.idle().isPresent()
        ? List.of()
        : found.stream()
            .filter(one -> !busy.contains(one.key()))
            .filter(one -> isDue(one, then.get(one.key()), now))
            .sorted(Comparator.comparingInt(one -> failed(then.get(one.key()))))
            .toList();
  }

  /// What was to wait until a time of a clock that was set back since waits no longer.
  private void forgetLaterTimes(Instant now) {
    if (now.isBefore(lastLook)) {
      seen.replaceAll((key, one) -> one.again(Instant.EPOCH));
      pace.forgetTime();
    }
    lastLook = now;
  }

  private List<Found> found(List<String> faults) {
    List<Found> found = new ArrayList<>();
    for (Spool spool : spools) {
      if (!swept) {
        sweep(spool, faults);
      }
      found.addAll(spool.scan(faults::add));
    }
    swept |= faults.isEmpty();
    found.sort(Comparator.comparing(Found::newest).thenComparing(one -> one.place().toString()));
    return found;
  }

  private void sweep(Spool spool, List<String> faults) {
    try {
      ship.sweep(spool);
    } catch (IOException e) {
      faults.add("cannot remove in " + spool.folder() + " what is uploaded: " + e);
    }
  }

  private int quarantined() {
    int aside = 0;
    for (Spool spool : spools) {
      try {
        aside += quarantine.count(spool.folder());
      } catch (IOException e) {
        // The scan says so.
      }
    }
    return aside;
  }

  private static int failed(@Nullable Seen last) {
    return last == null ? 0 : last.failed();
  }

  private static boolean isDue(Found found, @Nullable Seen last, Instant now) {
    return last == null
        || !last.again().isAfter(now)
        // Somebody ended it, or brought it again.
        || (found.ended() && last.condition() == Condition.UNENDED)
        || last.again().equals(Instant.MAX);
  }

  private void forgetOthers(List<Found> found, List<String> faults) {
    Set<String> there = found.stream().map(Found::key).collect(Collectors.toSet());
    there.addAll(running.keySet());
    seen.keySet().retainAll(there);
    try {
      journal.forgetOthers(there::contains);
    } catch (IOException e) {
      faults.add("cannot look into the journal: " + e);
    }
  }

  public Uploads uploads() {
    return uploads;
  }

  public Progress progress() {
    return overview.progress(this::waits, journal.trouble());
  }

  private String waits(String key) {
    Optional<String> idle = settings.get().idle();
    if (idle.isPresent()) {
      return idle.get();
    }
    if (running.containsKey(key)) {
      return "it is being read, or sent";
    }
    Seen last = seen.get(key);
    Instant now = around.clock().instant();
    // One that was done with was brought again.
    if (last == null || !last.again().isAfter(now) || last.again().equals(Instant.MAX)) {
      return "its turn comes";
    }
    return last.condition() == Condition.UNENDED
        ? "nobody has ended it: after the grace period, at " + last.again() + ", it goes as it is"
        : "it is looked at again at " + last.again();
  }

  /// Starts nothing more, and lets what is under way come to its end for a while; what does not is
  /// gone on with by the next start.
  @Override
  public void close() {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
    List<Thread> rest = List.copyOf(running.values());
    try {
      Instant patience = Instant.now().plus(PATIENCE);
      for (Thread thread : rest) {
        thread.join(Duration.between(Instant.now(), patience));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      rest.forEach(Thread::interrupt);
    }
  }
}
