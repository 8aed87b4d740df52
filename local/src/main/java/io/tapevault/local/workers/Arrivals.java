package io.tapevault.local.workers;

import io.tapevault.event.Unavailable;
import io.tapevault.http.Log;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.Listed;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.session.Index;
import io.tapevault.session.Summaries;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes note of recordings, in the background: each once, however many wait for it, and on one
/// processor, so that the others are left for what nodes send.
public final class Arrivals implements Summaries, AutoCloseable {

  // Most recordings are indexed within it; whoever waits longer is asked to come again.
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
  private static final int PAGE = 10_000;

  private final Index index;
  private final ObjectStore store;
  private final Duration patience;
  private final ConcurrentHashMap<SessionId, CompletableFuture<Optional<byte[]>>> running =
      new ConcurrentHashMap<>();
  private final Set<SessionId> asked = ConcurrentHashMap.newKeySet();
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("index").factory());
  private final ExecutorService sweeper =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("index-sweep").factory());

  public Arrivals(Index index, ObjectStore store) {
    this(index, store, PATIENCE);
  }

  public Arrivals(Index index, ObjectStore store, Duration patience) {
    this.index = index;
    this.store = store;
    this.patience = patience;
  }

  public void arrived(Upload upload) {
    CompletableFuture<?> _ = begin(upload.sid());
  }

  /// Behind whatever is being derived of it now, which may not know of the redaction yet.
  public void redacted(SessionId sid) {
    background.execute(() -> index(sid, new CompletableFuture<>()));
  }

  /// What is missing of it is made, once, however many ask.
  public void again(SessionId sid) {
    if (asked.add(sid)) {
      background.execute(() -> {
        asked.remove(sid);
        index(sid, new CompletableFuture<>());
      });
    }
  }

  @Override
  public Optional<byte[]> of(SessionId sid, StoredObject recording) throws IOException {
    Optional<byte[]> summary = index.summary(sid, recording);
    return summary.isPresent() ? summary : await(begin(sid));
  }

  /// Finds the recordings that nobody took note of: now, because the process ended in between or
  /// they were put there by other means, and every hour.
  public void sweepNowAndThen() {
    sweeper.execute(() -> {
      try {
        while (true) {
          sweep();
          Thread.sleep(BETWEEN_SWEEPS);
        }
      } catch (InterruptedException e) {
        // It is the end.
      }
    });
  }

  void sweep() throws InterruptedException {
    try {
      String after = "";
      List<Listed> page = store.recordings(after, PAGE);
      while (!page.isEmpty()) {
        for (Listed one : page) {
          sweep(one.sid());
        }
        page = store.recordings(page.getLast().sid().value(), PAGE);
      }
    } catch (RuntimeException e) {
      Log.error("index-sweep", e);
    }
  }

  /// One after the other, so that whoever waits for a recording waits for one of these at most.
  private void sweep(SessionId sid) throws InterruptedException {
    try {
      if (begin(sid).get().isEmpty()) {
        Log.warn(
            "index-" + sid,
            "passed over: what has the name of a recording is empty, a link or no file");
      }
    } catch (ExecutionException e) {
      // It was said where it happened.
    }
  }

  private CompletableFuture<Optional<byte[]>> begin(SessionId sid) {
    CompletableFuture<Optional<byte[]>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<byte[]>> others = running.putIfAbsent(sid, mine);
    if (others != null) {
      return others;
    }
    background.execute(() -> index(sid, mine));
    return mine;
  }

  private void index(SessionId sid, CompletableFuture<Optional<byte[]>> waiting) {
    try {
      Optional<byte[]> summary = index.index(sid);
      // First: whoever comes when it is done begins anew.
      running.remove(sid, waiting);
      waiting.complete(summary);
      index.forms(sid);
    } catch (IOException | RuntimeException e) {
      // What the end interrupts is done at the next start, or when it is asked for.
      if (!background.isShutdown()) {
        Log.error("index-" + sid, e);
      }
      running.remove(sid, waiting);
      waiting.completeExceptionally(e);
    } finally {
      running.remove(sid, waiting);
      waiting.completeExceptionally(new IllegalStateException("indexing broke off"));
    }
  }

  private Optional<byte[]> await(CompletableFuture<Optional<byte[]>> summary) throws IOException {
    try {
      return summary.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new Unavailable("the recording cannot be read now: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
    background.shutdownNow();
    sweeper.close();
    background.close();
  }
}
