package io.tapevault.node.audit;

import io.tapevault.node.disk.LocalDisk;
import io.tapevault.node.health.Progress;
import io.tapevault.node.health.Turns;
import io.tapevault.node.vault.VaultClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Follows an audit log and sends every line to the vault, at least once: a position moves on when
/// the vault has answered for all that stands before it.
public final class AuditTail implements AutoCloseable {

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final LogFiles files;
  private final Marks marks;
  private final Quarantine quarantine;
  private final Pace pace;
  private final Around around;
  private final Seen seen = new Seen();
  private final Follower follower;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Progress progress = Progress.NONE;
  private String told = "";

  /// A clock, chance, somebody who listens, and the limits.
  public record Around(
      InstantSource clock, RandomGenerator random, Consumer<String> log, Limits limits) {}

  /// `state` is the node's folder.
  public AuditTail(List<Path> logs, Path state, VaultClient vault, Around around)
      throws IOException {
    this.around = around;
    this.files = new LogFiles(logs);
    this.marks =
        Marks.read(new MarkJournal(new LocalDisk(), state.resolve("audit.journal"), around.log()));
    this.quarantine = new Quarantine(state.resolve("quarantine"), around.log());
    this.pace = new Pace(new EventsRequest(vault), around.random(), around.limits());
    this.follower = new Follower(marks, seen, new Follower.Ways(pace, quarantine), around);
  }

  public Progress progress() {
    return progress;
  }

  /// Follows it until it is closed, and then sends what has been written until then.
  public void run(Turns turns) throws InterruptedException {
    try {
      while (!stop.await(
          turns.take(() -> turn(Long.MAX_VALUE)).toMillis(), TimeUnit.MILLISECONDS)) {
        // Again.
      }
      turns.take(() -> turn(System.nanoTime() + DRAIN.toNanos()));
    } finally {
      stopped.countDown();
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      stopped.await(2 * DRAIN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Answers when there is more to send.
  private Duration turn(long deadline) throws InterruptedException {
    LogFiles.Found found = files.list();
    List<String> faults = new ArrayList<>(found.faults());
    Map<Path, Version> versions = new HashMap<>();
    for (Path file : found.files()) {
      try {
        versions.put(file, Version.of(file));
      } catch (IOException e) {
        // It has just been rotated: the next list has it under another name.
      }
    }
    seen.list(versions);
    if (found.faults().isEmpty()) {
      marks.onlyThere(versions.keySet());
    }
    publish(faults);
    boolean more = false;
    for (Path file : seen.changed(around.clock().instant(), around.limits().quiet())) {
      if (!pace.isReady() || System.nanoTime() - deadline > 0) {
        break;
      }
      try {
        more |= follower.follow(file);
      } catch (IOException e) {
        faults.add(file + ": " + e.getClass().getSimpleName() + " " + e.getMessage());
      }
    }
    try {
      marks.save();
    } catch (IOException e) {
      faults.add("the journal cannot be written: " + e.getMessage());
    }
    publish(faults);
    return more && pace.isReady() ? Duration.ZERO : around.limits().poll();
  }

  private void publish(List<String> faults) {
    List<String> all = new ArrayList<>(faults);
    pace.trouble().ifPresent(all::add);
    String trouble = String.join("; ", all);
    if (!trouble.equals(told)) {
      around
          .log()
          .accept(trouble.isEmpty() ? "the audit log is followed again" : "audit log: " + trouble);
      told = trouble;
    }
    progress =
        seen.progress(
            around.clock().instant(),
            quarantine.count(),
            Optional.of(trouble).filter(text -> !text.isEmpty()));
  }
}
