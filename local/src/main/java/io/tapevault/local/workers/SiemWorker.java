package io.tapevault.local.workers;

import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.forwarding.EventFeed.Entry;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.http.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Brings every stored event to one SIEM, in the order of storing, and remembers how far it has
/// come. One that is down delays no other.
public final class SiemWorker implements AutoCloseable {

  private static final int BATCH = 500;
  // Of events to be sent once more, before what is new is looked for.
  private static final int PAGES = 20;
  // Whether something is asked for once more.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final EventFeed feed;
  private final Books books;
  private final Deliver deliver;
  private final SinkHealth health;
  private final InstantSource clock;
  private final String name;
  private final Thread thread;
  private Instant asked = Instant.MIN;
  private final Pauses pauses = new Pauses();
  private @Nullable Instant since;
  private String heard = "";

  private SiemWorker(Books books, Deliver deliver, SinkHealth health, InstantSource clock) {
    this.books = books;
    this.feed = books.feed();
    this.deliver = deliver;
    this.health = health;
    this.clock = clock;
    this.name = "siem-" + deliver.name();
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /// What is to be delivered, what became of it, and what is asked for once more.
  public record Books(EventFeed feed, Accounts accounts, Replays replays) {}

  public static SiemWorker start(
      Books books, Deliver deliver, SinkHealth health, InstantSource clock) {
    SiemWorker worker = new SiemWorker(books, deliver, health, clock);
    worker.thread.start();
    return worker;
  }

  private void run() {
    while (!thread.isInterrupted()) {
      Duration pause;
      try {
        pause = round();
      } catch (Unavailable e) {
        pause = pauses.failed(Duration.ZERO);
        Log.warn(name, e.getMessage() + "; tried again in " + pause.toMillis() + " ms");
      } catch (RuntimeException e) {
        Log.error(name, e);
        pause = pauses.failed(Duration.ZERO);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// Delivers what a batch holds and answers how long to wait before the next.
  private Duration round() {
    List<Entry> pending = feed.pending(deliver.name(), BATCH);
    if (pending.isEmpty()) {
      return again();
    }
    List<StoredEvent> events = pending.stream().map(Entry::event).toList();
    Deliver.Progress progress = deliver.deliver(events, () -> !thread.isInterrupted());
    if (progress.done() > 0) {
      pauses.succeeded();
      feed.done(deliver.name(), pending.get(progress.done() - 1).sequence(), progress.settled());
    }
    int parked = progress.count(Outcome.PARKED);
    if (parked > 0) {
      Log.warn(
          name, "the SIEM " + deliver.name() + " refused " + parked + " events for good; parked");
    }
    saw(progress);
    if (progress.trouble() != null) {
      return trouble(progress.trouble());
    }
    if (since != null) {
      Log.warn(name, "the SIEM " + deliver.name() + " takes events again");
      since = null;
    }
    return Duration.ZERO;
  }

  /// What is new goes first; then what is asked for once more, some pages at a time.
  private Duration again() {
    Instant now = clock.instant();
    if (now.isBefore(asked)) {
      return Pauses.SHORT;
    }
    int[] pages = {0};
    AtomicReference<@Nullable Trouble> met = new AtomicReference<>();
    long sent =
        books
            .replays()
            .run(
                deliver.name(),
                events -> {
                  Deliver.Progress progress =
                      deliver.deliverAgain(events, () -> !thread.isInterrupted());
                  books.accounts().note(deliver.name(), progress.settled());
                  met.set(progress.trouble());
                  saw(progress);
                  return progress.done();
                },
                () -> pages[0]++ < PAGES && !thread.isInterrupted());
    Trouble trouble = met.get();
    if (trouble != null) {
      return trouble(trouble);
    }
    asked = sent > 0 ? now : now.plus(BETWEEN_LOOKS);
    return sent > 0 ? Duration.ZERO : Pauses.SHORT;
  }

  // Whoever is to know hears of it with the next round.
  private void saw(Deliver.Progress progress) {
    if (!progress.said().isEmpty() && !progress.said().equals(heard)) {
      // Once, however often it says so.
      heard = progress.said();
      Log.warn(name, "the SIEM " + deliver.name() + " took events and says: " + heard);
    }
    try {
      health.saw(progress);
    } catch (Unavailable e) {
      Log.warn(name, "how the SIEM is, is not told yet: " + e.getMessage());
    }
  }

  private Duration trouble(Trouble trouble) {
    Instant began = since == null ? clock.instant() : since;
    since = began;
    Duration pause = pauses.failed(trouble.after());
    if (Integer.bitCount(pauses.failures()) == 1) {
      Log.warn(
          name,
          "the SIEM "
              + deliver.name()
              + " takes nothing now: "
              + trouble.why()
              + "; "
              + feed.waiting(deliver.name())
              + " events wait, since "
              + began
              + "; tried again in "
              + pause.toMillis()
              + " ms");
    }
    return pause;
  }

  @Override
  public void close() {
    Pauses.end(thread);
  }
}
