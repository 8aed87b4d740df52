package io.tapevault.local;

import io.tapevault.catalogue.Cataloguing;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.forwarding.EventFeed.Entry;
import io.tapevault.http.Log;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Keeps the list of sessions: looks at every stored event once, and remembers how far it has come.
final class CatalogueWorker implements AutoCloseable {

  // No SIEM can be called so.
  private static final String NAME = "/catalogue";
  private static final int BATCH = 500;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EventFeed feed;
  private final Cataloguing cataloguing;
  private final Thread thread;
  private int failures;

  private CatalogueWorker(EventFeed feed, Cataloguing cataloguing) {
    this.feed = feed;
    this.cataloguing = cataloguing;
    this.thread = Thread.ofVirtual().name("catalogue").unstarted(this::run);
  }

  static CatalogueWorker start(EventFeed feed, Cataloguing cataloguing) {
    CatalogueWorker worker = new CatalogueWorker(feed, cataloguing);
    worker.thread.start();
    return worker;
  }

  private void run() {
    while (!thread.isInterrupted()) {
      try {
        Thread.sleep(round());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// Answers how long to wait before the next.
  private Duration round() {
    try {
      boolean more = some();
      failures = 0;
      return more ? Duration.ZERO : PAUSE;
    } catch (Unavailable e) {
      Log.warn("catalogue", e.getMessage() + "; tried again");
    } catch (RuntimeException e) {
      Log.error("catalogue", e);
    }
    failures = Math.min(failures + 1, 10);
    Duration pause = PAUSE.multipliedBy(1L << failures);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private boolean some() {
    List<Entry> pending = feed.pending(NAME, BATCH);
    Set<String> sessions = new LinkedHashSet<>();
    for (Entry entry : pending) {
      if (Cataloguing.TYPES.contains(entry.event().event().type())) {
        sessions.add(entry.event().event().session());
      }
    }
    sessions.remove("");
    for (String session : sessions) {
      if (thread.isInterrupted()) {
        return false;
      }
      cataloguing.renew(session);
    }
    if (!pending.isEmpty()) {
      feed.done(NAME, pending.getLast().sequence(), List.of());
    }
    return !pending.isEmpty();
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
