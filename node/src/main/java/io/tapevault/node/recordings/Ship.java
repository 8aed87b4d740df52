package io.tapevault.node.recordings;

import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.SpoolFile;
import io.tapevault.node.recordings.Entry.Fate;
import io.tapevault.node.recordings.spool.Changed;
import io.tapevault.node.recordings.spool.Digest;
import io.tapevault.node.recordings.spool.Found;
import io.tapevault.node.recordings.spool.Spool;
import io.tapevault.node.recordings.store.Store;
import io.tapevault.node.recordings.store.Store.Outcome;
import io.tapevault.node.recordings.store.Store.Shipment;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Takes one recording as far as it gets now.
final class Ship {

  // Without a journal nobody would know that it was confirmed: it is asked for twice.
  private static final Duration KEEP_WITHOUT_JOURNAL = Duration.ofMinutes(1);
  private static final int DISK_TROUBLE = 4;

  private final Surroundings around;
  private final Disk disk;
  private final EntryJournal journal;
  private final Quarantine quarantine;
  private final Removal removal;
  private final Events events;
  private final Pace pace;
  private final Uploads uploads;
  private final Overview overview;

  Ship(Surroundings around, EntryJournal journal, Events events, Pace pace, Told told) {
    this.around = around;
    this.disk = around.disk();
    this.journal = journal;
    this.quarantine = new Quarantine(disk, journal);
    this.removal = new Removal(disk, journal, quarantine);
    this.events = events;
    this.pace = pace;
    this.uploads = told.uploads();
    this.overview = told.overview();
  }

  /// Who is told how far it is.
  record Told(Uploads uploads, Overview overview) {}

  /// When to look again, what has become of it, and how often that failed in a row.
  record Seen(Instant again, Condition condition, int failed) {

    static Seen waiting(Instant again) {
      return new Seen(again, Condition.WAITING, 1);
    }

    Seen again(Instant other) {
      return new Seen(other, condition, failed);
    }

    static Seen done(Condition condition) {
      return new Seen(Instant.MAX, condition, 0);
    }
  }

  enum Condition {
    WAITING,
    UNENDED,
    KEPT,
    REMOVED,
    QUARANTINED
  }

  Seen ship(Found found, Settings settings) throws InterruptedException {
    try {
      Step step = next(found, settings);
      while (true) {
        Optional<Seen> seen = take(step, found);
        if (seen.isPresent()) {
          return seen.get();
        }
        step =
            step instanceof Step.Send(Entry entry)
                ? sent(found, entry, settings)
                : next(found, settings);
      }
    } catch (Changed | NoSuchFileException e) {
      tell(found, ": it changes, and is looked at again: " + e.getMessage());
      return Seen.waiting(now().plus(settings.policy().settle()));
    } catch (IOException e) {
      tell(found, ": our disk fails: " + words(e));
      return Seen.waiting(now().plus(steps(found, settings).wait(DISK_TROUBLE)));
    }
  }

  private Step next(Found found, Settings settings) throws IOException {
    return steps(found, settings).of(found, journal.read(found.key()), now());
  }

  private NextStep steps(Found found, Settings settings) {
    return new NextStep(policy(found, settings.policy()), around.random());
  }

  private void tell(Found found, String what) {
    overview.waits(found.key(), found.place() + what);
  }

  private Instant now() {
    return around.clock().instant();
  }

  /// Goes on with what was about to be removed when the node ended.
  void sweep(Spool spool) throws IOException {
    for (Path gone : spool.gone()) {
      removal.sweep(gone);
    }
  }

  private Policy policy(Found found, Policy policy) {
    boolean longer = policy.keep().compareTo(KEEP_WITHOUT_JOURNAL) >= 0;
    return journal.holds(found.key()) || longer
        ? policy
        : new Policy(policy.settle(), policy.grace(), KEEP_WITHOUT_JOURNAL);
  }

  /// Empty where something comes next at once.
  private Optional<Seen> take(Step step, Found found) throws IOException {
    return switch (step) {
      case Step.Wait(Instant until) -> Optional.of(waits(found, until));
      case Step.Read(boolean truncated, Entry.Attempts attempts) -> {
        Digest digest = Digest.of(found.content(disk));
        if (isChanged(found)) {
          throw new Changed("somebody wrote to it while it was read");
        }
        Entry entry = Entry.of(found.fingerprints(), digest, truncated).with(attempts);
        journal.write(found.key(), entry);
        yield Optional.empty();
      }
      case Step.Send(_) -> Optional.empty();
      case Step.Remember(Entry entry) -> {
        journal.write(found.key(), entry);
        yield Optional.empty();
      }
      case Step.Remove(Entry entry) -> {
        remove(found, entry);
        yield Optional.of(Seen.done(Condition.REMOVED));
      }
      case Step.Quarantine(Entry entry, String reason) -> {
        quarantine.put(found, entry, reason);
        tell(found, " is in quarantine: " + reason);
        yield Optional.of(Seen.done(Condition.QUARANTINED));
      }
    };
  }

  private void remove(Found found, Entry entry) throws IOException {
    try {
      removal.remove(found, entry);
    } catch (Changed | NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("the vault has it, and it cannot be removed: " + words(e), e);
    }
  }

  private static String words(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied ->
          denied.getFile() + " may not be read, or not be removed, by this node's user";
      case FileSystemException failed when failed.getReason() != null ->
          failed.getFile() + ": " + failed.getReason();
      case FileSystemException failed -> failed.toString();
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }

  private Seen waits(Found found, Instant until) throws IOException {
    Optional<Entry> entry = journal.read(found.key());
    if (entry.isEmpty() && !found.ended()) {
      return new Seen(until, Condition.UNENDED, 0);
    }
    boolean kept = entry.filter(known -> known.fate() instanceof Fate.Stored).isPresent();
    return new Seen(
        until,
        kept ? Condition.KEPT : Condition.WAITING,
        entry.map(known -> known.attempts().failed()).orElse(0));
  }

  private boolean isChanged(Found found) throws IOException {
    for (SpoolFile file : found.files()) {
      Optional<SpoolFile> now = disk.look(file.path());
      if (now.isEmpty() || !now.get().fingerprint().equals(file.fingerprint())) {
        return true;
      }
    }
    return false;
  }

  private Step sent(Found found, Entry entry, Settings settings)
      throws IOException, InterruptedException {
    Sending sending = new Sending(found.key(), entry);
    uploads.begin(found.key(), found.sid(), entry.digest().size(), now());
    Outcome outcome;
    try {
      outcome =
          settings
              .store()
              .store(new Shipment(found.sid(), entry.digest(), found.content(disk), sending));
      outcome = told(blamed(outcome), found, entry);
    } finally {
      uploads.end(found.key());
    }
    Instant now = now();
    switch (outcome) {
      case Outcome.Confirmed() -> pace.succeeded();
      case Outcome.TryAgain(String why, boolean everybody, Duration after) -> {
        tell(found, " waits: " + why);
        if (everybody) {
          pace.troubled(now, after);
        }
      }
      case Outcome.Unlike(String why) -> {
        if (isChanged(found)) {
          throw new Changed("somebody wrote to it while it was uploaded");
        }
        tell(found, " is read again: " + why);
      }
      case Outcome.Refused(String why) -> tell(found, ": " + why);
      case Outcome.OtherBytes(_, _) -> {}
    }
    return steps(found, settings).after(outcome, sending.entry, now);
  }

  /// Whoever refuses everything is broken: no recording goes to quarantine for that.
  private Outcome blamed(Outcome outcome) {
    return outcome instanceof Outcome.Refused(String why) && pace.refusesEverything()
        ? new Outcome.TryAgain(why + "; so far it refuses all", true, Duration.ZERO)
        : outcome;
  }

  /// What the vault has to know is told before anything goes.
  private Outcome told(Outcome outcome, Found found, Entry entry) throws InterruptedException {
    boolean fresh = entry.fate() instanceof Fate.Pending;
    Optional<Outcome.TryAgain> not =
        switch (outcome) {
          case Outcome.Confirmed() when entry.truncated() && fresh ->
              events.tell(Events.TRUNCATED, found, entry);
          case Outcome.OtherBytes(_, boolean told) when !told ->
              events.tell(Events.CONFLICT, found, entry);
          case Outcome.Confirmed(),
              Outcome.OtherBytes(_, _),
              Outcome.Unlike(_),
              Outcome.Refused(_),
              Outcome.TryAgain(_, _, _) ->
              Optional.empty();
        };
    return not.isPresent() ? not.get() : outcome;
  }

  /// Remembers the upload that was begun, before anything is sent for it.
  private final class Sending implements Store.Upload {
    private final String key;
    private Entry entry;

    Sending(String key, Entry entry) {
      this.key = key;
      this.entry = entry;
    }

    @Override
    public Optional<String> id() {
      return entry.upload();
    }

    @Override
    public void begun(String id) {
      if (!entry.upload().equals(Optional.of(id))) {
        entry = entry.with(Optional.of(id));
        journal.write(key, entry);
      }
    }

    @Override
    public void at(long offset) {
      uploads.at(key, offset);
    }
  }
}
