package io.tapevault.http.playback.audit;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.Unavailable;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.search.AuditSearchEvent;
import io.tapevault.search.AuditSearchEvent.Asked;
import io.tapevault.search.AuditSearchEvent.What;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/// Nothing of the log is given to who searches it before the log says who does, and for what.
public record Audited(Book book, Cursors cursors, InstantSource clock) {

  /// Where it is written.
  public interface Book {
    void append(AuditEvent event);
  }

  public static Book in(EventLog log) {
    return event -> log.append(List.of(event));
  }

  private static final Set<String> PAGING = Set.of("cursor", "limit");

  /// What is looked for.
  public interface Work {
    Answer answer() throws IOException;
  }

  /// The answer, which was looked for meanwhile. Where the log cannot be written, it throws what
  /// the log throws.
  ///
  /// `of` is what is asked for by the path.
  public Answer noted(HttpRequest request, What what, String of, Work work) throws IOException {
    AuditEvent event =
        AuditSearchEvent.of(new Asked(what, of, query(request)), request.caller(), clock.instant());
    FutureTask<Void> note =
        new FutureTask<>(() -> {
          book.append(event);
          return null;
        });
    Thread.ofVirtual().name("audit").start(note);
    Answer answer;
    try {
      answer = work.answer();
    } finally {
      // A function that has answered may be stopped where it is.
      written(note);
    }
    return answer;
  }

  /// As it was asked, without what only says which page.
  private static String query(HttpRequest request) {
    return new TreeMap<>(request.query())
        .entrySet().stream()
            .filter(
                one -> !PAGING.contains(one.getKey()) && !HttpRequest.isOfSignature(one.getKey()))
            .flatMap(one -> one.getValue().stream().map(value -> one.getKey() + '=' + value))
            .collect(Collectors.joining("&"));
  }

  private static void written(FutureTask<Void> note) {
    try {
      note.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new Unavailable("that somebody searches cannot be written: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the search was interrupted", e);
    }
  }
}
