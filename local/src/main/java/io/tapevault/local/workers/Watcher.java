package io.tapevault.local.workers;

import io.tapevault.alarm.MissingRecordings;
import io.tapevault.alarm.Silences;
import io.tapevault.http.Log;
import java.time.Duration;
import java.time.InstantSource;

/// Looks every minute for nodes that fell silent and recordings that are missing, and says it in
/// the log where their number is another one than before.
public final class Watcher implements AutoCloseable {

  // Nodes are given time to find a vault that was away.
  private static final Duration FIRST = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final Silences silences;
  private final MissingRecordings recordings;
  private final InstantSource clock;
  private final Thread thread;
  private int silent;
  private int missing;

  public Watcher(Silences silences, MissingRecordings recordings, InstantSource clock) {
    this.silences = silences;
    this.recordings = recordings;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("watch").unstarted(this::run);
  }

  public Watcher begin() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      Thread.sleep(FIRST);
      while (true) {
        look();
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      // It is the end.
    }
  }

  void look() {
    try {
      Silences.Looked nodes = silences.look(clock.instant(), this::goesOn);
      if (nodes.silent() != silent) {
        silent = nodes.silent();
        Log.warn("watch", silent + " of " + nodes.nodes() + " nodes are silent");
      }
      MissingRecordings.Looked sessions = recordings.look(clock.instant(), this::goesOn);
      if (sessions.missing() != missing) {
        missing = sessions.missing();
        Log.warn("watch", missing + " recordings of sessions that have ended are missing");
      }
    } catch (RuntimeException e) {
      if (goesOn()) {
        Log.error("watch", e);
      }
    }
  }

  private boolean goesOn() {
    return !thread.isInterrupted();
  }

  @Override
  public void close() {
    Pauses.end(thread);
  }
}
