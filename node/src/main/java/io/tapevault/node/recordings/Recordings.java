package io.tapevault.node.recordings;

import io.tapevault.node.health.Progress;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Brings what lies in the spools to the store, the oldest first, some at a time, until it is
/// closed.
public final class Recordings implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Duration BETWEEN_SCANS = Duration.ofSeconds(5);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);

  private final Surroundings around;
  private final List<Spool> spools;
  private final Supplier<Settings> settings;
  private final EntryJournal journal;
  private final Pace pace;
  private final Uploads uploads = new Uploads();
  private final Ship ship;
  private final Overview overview;

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Map<String, Thread> running = new ConcurrentHashMap<>();
  private boolean stopping;
  private boolean swept;

  /// Settings are asked for again with each scan.
  public Recordings(
      Surroundings around, Folders folders, Events events, Supplier<Settings> settings) {
    this.around = around;
    this.spools =
        folders.spools().stream().map(folder -> new Spool(around.disk(), folder)).toList();
    this.settings = settings;
    this.journal =
        new EntryJournal(around.disk(), folders.state().resolve("recordings"), this::trouble);
    this.overview = new Overview(around, spools, new Quarantine(around.disk(), journal));
    Surroundings noted =
        new Surroundings(around.disk(), around.clock(), around.random(), this::trouble);
    NextStep waits = new NextStep(Policy.DEFAULT, around.random());
    this.pace = new Pace(waits::wait);
    this.ship = new Ship(noted, journal, events, pace, uploads);
  }

  /// Where recordings lie, and where a node keeps what it remembers.
  public record Folders(List<Path> spools, Path state) {}

  /// Scans and uploads until it is closed.
  public void run() throws InterruptedException {
    while (!isStopping()) {
      Settings now = settings.get();
      Deque<Found> queue = new ArrayDeque<>(now.ships() ? due() : List.of());
      Duration wait = now.ships() ? BETWEEN_SCANS : BETWEEN_QUESTIONS;
      Instant next = around.clock().instant().plus(wait);
      while (startAll(queue, now) && around.clock().instant().isBefore(next)) {
        pause();
      }
    }
  }

  /// False once it is to stop.
  private synchronized boolean startAll(Deque<Found> queue, Settings now) {
    while (!stopping && !queue.isEmpty() && pace.starts(now.parallel(), around.clock().instant())) {
      Found found = queue.remove();
      Thread thread =
          Thread.ofVirtual().name("upload " + found.sid()).unstarted(() -> run(found, now));
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
      around.log().accept(found.place() + ": a fault of this node: " + e);
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

  // Woken when one has ended; otherwise often enough to see that a pause is over.
  @SuppressWarnings("WaitNotInLoop")
  private synchronized void pause() throws InterruptedException {
    wait(500);
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  /// One scan, and in this thread all that may be done now; answers when something may be next.
  Instant round() throws InterruptedException {
    Settings now = settings.get();
    Instant next = Instant.MAX;
    for (Found found : now.ships() ? due() : List.<Found>of()) {
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
    overview.shipped(before, last);
  }

  private void trouble(String what) {
    overview.trouble(what);
  }

  /// What may be done now, the oldest first; what failed comes after what did not.
  private List<Found> due() {
    // Those that end while we look are looked at the next time.
    Set<String> busy = Set.copyOf(running.keySet());
    List<Found> found = new ArrayList<>();
    boolean whole = true;
    for (Spool spool : spools) {
      try {
        if (!swept) {
          ship.sweep(spool);
        }
        found.addAll(spool.scan());
      } catch (IOException e) {
        whole = false;
        overview.trouble("cannot look into " + spool.folder() + ": " + e);
      }
    }
    swept = whole;
    found.sort(Comparator.comparing(Found::newest).thenComparing(one -> one.place().toString()));
    if (whole) {
      forgetOthers(found);
    }
    overview.scanned(found, seen);
    Instant now = around.clock().instant();
    return found.stream()
        .filter(one -> !busy.contains(one.key()))
        .filter(one -> isDue(one, now))
        .sorted(Comparator.comparingInt(this::failed))
        .toList();
  }

  private int failed(Found found) {
    Seen last = seen.get(found.key());
    return last == null ? 0 : last.failed();
  }

  private boolean isDue(Found found, Instant now) {
    Seen last = seen.get(found.key());
    return last == null
        || !last.again().isAfter(now)
        // Somebody ended it, or brought it again.
        || (found.ended() && last.condition() == Condition.UNENDED)
        || last.again().equals(Instant.MAX);
  }

  private void forgetOthers(List<Found> found) {
    Set<String> there = found.stream().map(Found::key).collect(Collectors.toSet());
    there.addAll(running.keySet());
    seen.keySet().retainAll(there);
    try {
      journal.forgetOthers(there::contains);
    } catch (IOException e) {
      overview.trouble("cannot look into the journal: " + e);
    }
  }

  public Uploads uploads() {
    return uploads;
  }

  public Progress progress() {
    return overview.progress();
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
