package io.tapevault.local.workers;

import io.tapevault.catalogue.Cataloguing;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.forwarding.EventFeed.Entry;
import io.tapevault.http.Log;
import java.time.Duration;
import java.util.List;

/// Keeps the list of sessions: looks at every stored event once, and remembers how far it has come.
public final class CatalogueWorker implements AutoCloseable {

  // No SIEM can be called so.
  private static final String NAME = "/catalogue";
  private static final int BATCH = 500;

  private final EventFeed feed;
  private final Cataloguing cataloguing;
  private final Thread thread;
  private final Pauses pauses = new Pauses();

  private CatalogueWorker(EventFeed feed, Cataloguing cataloguing) {
    this.feed = feed;
    this.cataloguing = cataloguing;
    this.thread = Thread.ofVirtual().name("catalogue").unstarted(this::run);
  }

  public static CatalogueWorker start(EventFeed feed, Cataloguing cataloguing) {
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
      pauses.succeeded();
      return more ? Duration.ZERO : Pauses.SHORT;
    } catch (Unavailable e) {
      Log.warn("catalogue", e.getMessage() + "; tried again");
    } catch (RuntimeException e) {
      Log.error("catalogue", e);
    }
    return pauses.failed(Duration.ZERO);
  }

  private boolean some() {
    List<Entry> pending = feed.pending(NAME, BATCH);
    for (String session : Cataloguing.sessions(pending.stream().map(Entry::event).toList())) {
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
    Pauses.end(thread);
  }
}
