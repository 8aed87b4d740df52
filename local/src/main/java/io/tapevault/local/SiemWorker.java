package io.tapevault.local;

import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.forwarding.EventFeed.Entry;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.http.Log;
import java.time.Duration;
import java.util.List;

/// Brings every stored event to one SIEM, in the order of storing, and remembers how far it has
/// come. One that is down delays no other.
final class SiemWorker implements AutoCloseable {

  private static final int BATCH = 500;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  // A delivery that is under way ends by then.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final EventFeed feed;
  private final Deliver deliver;
  private final Thread thread;
  private int failures;

  private SiemWorker(String name, EventFeed feed, Deliver deliver) {
    this.name = name;
    this.feed = feed;
    this.deliver = deliver;
    this.thread = Thread.ofVirtual().name("siem-" + name).unstarted(this::run);
  }

  static SiemWorker start(String name, EventFeed feed, Deliver deliver) {
    SiemWorker worker = new SiemWorker(name, feed, deliver);
    worker.thread.start();
    return worker;
  }

  private void run() {
    while (!thread.isInterrupted()) {
      Duration pause;
      try {
        pause = round();
      } catch (Unavailable e) {
        pause = backOff(Duration.ZERO, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        Log.error("siem-" + name, e);
        pause = backOff(Duration.ZERO, "unexpected");
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// Delivers one batch and answers how long to wait before the next.
  private Duration round() {
    List<Entry> pending = feed.pending(name, BATCH);
    if (pending.isEmpty()) {
      return PAUSE;
    }
    List<StoredEvent> events = pending.stream().map(Entry::event).toList();
    Deliver.Progress progress = deliver.deliver(events);
    if (progress.done() > 0) {
      feed.done(name, pending.get(progress.done() - 1).sequence());
    }
    Delivery.TryAgain trouble = progress.trouble();
    if (trouble == null) {
      failures = 0;
      return Duration.ZERO;
    }
    return backOff(trouble.after(), trouble.why());
  }

  private Duration backOff(Duration atLeast, String why) {
    failures++;
    Duration doubled = PAUSE.multipliedBy(1L << Math.min(failures, 10));
    Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    pause = pause.compareTo(atLeast) < 0 ? atLeast : pause;
    if (Integer.bitCount(failures) == 1) {
      Log.warn(
          "siem-" + name,
          why + "; trying again in " + pause.toMillis() + " ms, and nothing is lost");
    }
    return pause;
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
