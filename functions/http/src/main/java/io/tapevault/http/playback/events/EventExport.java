package io.tapevault.http.playback.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.HttpResponse.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Events one after another, however many: a page of them is held at a time.
final class EventExport {

  private static final int PAGE = 200;
  // A page may take 20 s, of the 29 that API Gateway waits.
  private static final Duration ENOUGH = Duration.ofSeconds(5);

  private final EventLog log;
  private final ExportForm form;
  private final EventParameters asked;

  EventExport(EventLog log, ExportForm form, EventParameters asked) {
    this.log = log;
    this.form = form;
    this.asked = asked;
  }

  private EventPage page(@Nullable Position after) {
    return log.search(asked.query(), after, PAGE);
  }

  private String head() {
    return asked.place().isFirst() ? form.head() : "";
  }

  private HttpResponse answer(Content content, long length) {
    return new HttpResponse(
        200,
        Map.of(
            "content-type",
            form.type(),
            "content-disposition",
            "attachment; filename=\"" + form.file() + "\""),
        length,
        content);
  }

  /// All of it. That the log can be read is known before anything is sent.
  HttpResponse streamed() {
    EventPage first = page(asked.after());
    return answer(
        new Content() {
          @Override
          public void writeTo(OutputStream out) throws IOException {
            out.write(head().getBytes(UTF_8));
            try {
              all(first, out);
            } catch (Unavailable | NotPermitted e) {
              // Whoever reads it sees that it was cut off.
              throw new IOException("the export broke off", e);
            }
          }

          @Override
          public boolean isStreamed() {
            return true;
          }
        },
        -1);
  }

  private void all(EventPage first, OutputStream out) throws IOException {
    EventPage page = first;
    while (true) {
      for (StoredEvent event : page.events()) {
        out.write(form.row(event).getBytes(UTF_8));
      }
      if (!page.more()) {
        return;
      }
      page = page(page.end());
    }
  }

  /// All of it, where it has room, as a text in JSON, in `most` bytes, and is read soon.
  Optional<HttpResponse> small(long most) throws IOException {
    long end = System.nanoTime() + ENOUGH.toNanos();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(head().getBytes(UTF_8));
    long size = 0;
    EventPage page = page(asked.after());
    while (true) {
      for (StoredEvent event : page.events()) {
        String row = form.row(event);
        size += EventPage.bytes(row);
        if (size > most) {
          return Optional.empty();
        }
        out.write(row.getBytes(UTF_8));
      }
      if (!page.more()) {
        return Optional.of(answer(to -> out.writeTo(to), out.size()));
      }
      if (System.nanoTime() - end > 0) {
        return Optional.empty();
      }
      page = page(page.end());
    }
  }
}
