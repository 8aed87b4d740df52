package io.tapevault.local;

import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.forwarding.EventFeed.Entry;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.http.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings every stored event to one SIEM, in the order of storing, and remembers how far it has
/// come. One that is down delays no other.
final class SiemWorker implements AutoCloseable {

  private static final int BATCH = 500;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  // A delivery that is under way ends by then.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EventFeed feed;
  private final Deliver deliver;
  private final InstantSource clock;
  private final String name;
  private final Thread thread;
  private int failures;
  private @Nullable Instant since;

  private SiemWorker(EventFeed feed, Deliver deliver, InstantSource clock) {
    this.feed = feed;
    this.deliver = deliver;
    this.clock = clock;
    this.name = "siem-" + deliver.name();
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  static SiemWorker start(EventFeed feed, Deliver deliver, InstantSource clock) {
    SiemWorker worker = new SiemWorker(feed, deliver, clock);
    worker.thread.start();
    return worker;
  }

  private void run() {
    while (!thread.isInterrupted()) {
      Duration pause;
      try {
        pause = round();
      } catch (Unavailable e) {
        pause = backOff(Duration.ZERO);
        Log.warn(name, e.getMessage() + "; tried again in " + pause.toMillis() + " ms");
      } catch (RuntimeException e) {
        Log.error(name, e);
        pause = backOff(Duration.ZERO);
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
      return PAUSE;
    }
    List<StoredEvent> events = pending.stream().map(Entry::event).toList();
    Deliver.Progress progress = deliver.deliver(events, () -> !thread.isInterrupted());
    if (progress.done() > 0) {
      failures = 0;
      feed.done(deliver.name(), pending.get(progress.done() - 1).sequence(), progress.settled());
    }
    int parked = progress.count(Outcome.PARKED);
    if (parked > 0) {
      Log.warn(
          name, "the SIEM " + deliver.name() + " refused " + parked + " events for good; parked");
    }
    if (progress.trouble() != null) {
      return trouble(progress.trouble());
    }
    if (since != null) {
      Log.warn(name, "the SIEM " + deliver.name() + " takes events again");
      since = null;
    }
    return Duration.ZERO;
  }

  private Duration trouble(Trouble trouble) {
    Instant began = since == null ? clock.instant() : since;
    since = began;
    Duration pause = backOff(trouble.after());
    if (Integer.bitCount(failures) == 1) {
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

  private Duration backOff(Duration atLeast) {
    failures++;
    Duration doubled = PAUSE.multipliedBy(1L << Math.min(failures, 10));
    Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    return pause.compareTo(atLeast) < 0 ? atLeast : pause;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
