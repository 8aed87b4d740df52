package io.tapevault.http.playback.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.search.ExportJob;
import io.tapevault.search.Exports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Makes an export that is too large for an answer, by turns: each goes on where the one before
/// ended. It holds a part of the upload, and a page of events.
public final class Exporting {

  private static final int PAGE = 1_000;
  // S3 takes 10,000 of them.
  private static final int PART = 16 << 20;
  private static final String FIRST = EventParameters.middle(null);

  private final EventLog log;
  private final Exports exports;
  private final InstantSource clock;
  private final int partSize;

  public Exporting(EventLog log, Exports exports, InstantSource clock) {
    this(log, exports, clock, PART);
  }

  Exporting(EventLog log, Exports exports, InstantSource clock, int partSize) {
    this.log = log;
    this.exports = exports;
    this.clock = clock;
    this.partSize = partSize;
  }

  /// The next turn; empty where the export is there. A queue may bring one that was done.
  public Optional<ExportJob> turn(ExportJob job, BooleanSupplier timeLeft) throws IOException {
    if (exports.isThere(job.name())) {
      return Optional.empty();
    }
    ExportJob next = job.next();
    if (exports.kept(job.name(), next.turn()).isPresent()) {
      return Optional.of(next);
    }
    if (job.turn() == 0) {
      begin(job);
      return Optional.of(next);
    }
    return new Turn(job).ends(timeLeft) ? Optional.empty() : Optional.of(next);
  }

  /// The first turn only begins: brought twice, it begins nothing that goes on twice.
  private void begin(ExportJob job) {
    ExportForm form = ExportForm.of(job.name());
    String head = job.after().equals(FIRST) ? form.head() : "";
    String words = exports.begin(job.name(), form.type()) + " 0 " + job.after() + '\n';
    exports.keep(job.name(), job.next().turn(), (words + head).getBytes(UTF_8));
  }

  private EventQuery query(ExportJob job) {
    try {
      return EventParameters.ofJob(ExportQuery.read(job.query()), clock.instant());
    } catch (Parameters.NotValid e) {
      throw new IllegalStateException("nobody can have asked for this export", e);
    }
  }

  private final class Turn {
    private final ExportJob job;
    private final ExportForm form;
    private final String upload;
    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
    private int parts;
    private @Nullable Position place;

    /// It begins as the one before ended: a line of words, and the rows that were no part yet.
    Turn(ExportJob job) {
      this.job = job;
      this.form = ExportForm.of(job.name());
      byte[] kept = exports.kept(job.name(), job.turn()).orElseThrow();
      int line = new String(kept, ISO_8859_1).indexOf('\n');
      String[] words = new String(kept, 0, line, UTF_8).split(" ", -1);
      upload = words[0];
      parts = Integer.parseInt(words[1]);
      place = EventParameters.place(words[2]);
      rows.write(kept, line + 1, kept.length - line - 1);
    }

    boolean ends(BooleanSupplier timeLeft) throws IOException {
      EventQuery query = query(job);
      while (true) {
        EventPage page = log.search(query, place, PAGE);
        for (StoredEvent event : page.events()) {
          rows.write(form.row(event).getBytes(UTF_8));
          if (rows.size() >= partSize) {
            part();
          }
        }
        if (!page.more()) {
          if (rows.size() > 0 || parts == 0) {
            part();
          }
          exports.complete(job.name(), upload, parts);
          return true;
        }
        place = page.end();
        if (!timeLeft.getAsBoolean()) {
          keep();
          return false;
        }
      }
    }

    private void part() {
      exports.part(job.name(), upload, ++parts, rows.toByteArray());
      rows.reset();
    }

    private void keep() throws IOException {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      String words = upload + ' ' + parts + ' ' + EventParameters.middle(place) + '\n';
      kept.write(words.getBytes(UTF_8));
      rows.writeTo(kept);
      exports.keep(job.name(), job.next().turn(), kept.toByteArray());
    }
  }
}
