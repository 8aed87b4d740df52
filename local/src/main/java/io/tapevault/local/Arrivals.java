package io.tapevault.local;

import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.http.Log;
import io.tapevault.recording.SessionId;
import io.tapevault.session.Index;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Takes note of recordings: at once in the log, and, one after the other in the background, of
/// what can be derived from them.
final class Arrivals implements AutoCloseable {

  private final Index index;
  private final EventLog log;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("index").factory());

  Arrivals(Index index, EventLog log) {
    this.index = index;
    this.log = log;
  }

  void arrived(SessionId sid) {
    note(sid);
    background.execute(() -> derive(sid));
  }

  /// Finds the recordings in a folder that nobody took note of, because the process ended in
  /// between or because they were put there by other means.
  void recover(URI folder) {
    background.execute(() -> {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder), "*.tar")) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          SessionId.parse(name.substring(0, name.length() - ".tar".length()))
              .filter(this::unnoted)
              .ifPresent(this::note);
        }
      } catch (IOException | RuntimeException e) {
        failed("recover", e);
      }
    });
  }

  private boolean unnoted(SessionId sid) {
    return log.session(sid.value(), Order.DESCENDING, null, 10).events().stream()
        .noneMatch(event -> event.event().type().equals("session.upload"));
  }

  private void note(SessionId sid) {
    try {
      index.arrived(sid);
    } catch (IOException e) {
      throw new UncheckedIOException("the recording of " + sid + " cannot be read", e);
    }
  }

  private void derive(SessionId sid) {
    try {
      index.summary(sid);
    } catch (IOException | RuntimeException e) {
      failed("index-" + sid, e);
    }
  }

  // What the end interrupts is done at the next start, or when it is asked for.
  private void failed(String what, Exception e) {
    if (!background.isShutdown()) {
      Log.error(what, e);
    }
  }

  @Override
  public void close() {
    background.shutdownNow();
    background.close();
  }
}
