package io.tapevault.search;

import io.tapevault.event.Unavailable;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import io.tapevault.redaction.Redactions;
import io.tapevault.search.Transcripts.Hit;
import io.tapevault.search.Transcripts.Page;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Finds words in what is shown of recordings now: nothing of one that is gone, and of one that was
/// redacted since nothing before its transcript is made anew.
public final class TextSearch {

  private final Transcripts transcripts;
  private final ObjectStore store;
  private final Redactions redactions;

  public TextSearch(Transcripts transcripts, ObjectStore store) {
    this.transcripts = transcripts;
    this.store = store;
    this.redactions = new Redactions(store);
  }

  /// As [Transcripts#find].
  public Page find(TextQuery query, String after, int limit) {
    Page page = transcripts.find(query, after, limit);
    Map<Transcribed, Boolean> shown = shown(page);
    return new Page(
        page.hits().stream().filter(hit -> shown.getOrDefault(hit.session(), false)).toList(),
        page.next());
  }

  // All at once: each is a request or more, where the store is far.
  private Map<Transcribed, Boolean> shown(Page page) {
    Map<Transcribed, Boolean> shown = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> asked =
          page.hits().stream()
              .map(Hit::session)
              .distinct()
              .<Future<?>>map(one -> threads.submit(() -> shown.put(one, isShown(one))))
              .toList();
      for (Future<?> one : asked) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new Unavailable("a recording cannot be looked for: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the search was interrupted", e);
    }
    return shown;
  }

  private boolean isShown(Transcribed transcript) {
    SessionId sid = transcript.sid();
    return store
        .recording(sid)
        .filter(recording ->
            transcript.version().equals(Transcribed.version(sid, recording, redactions.count(sid))))
        .isPresent();
  }
}
