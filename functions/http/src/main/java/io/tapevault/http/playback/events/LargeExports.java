package io.tapevault.http.playback.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.http.playback.download.Downloads;
import io.tapevault.search.ExportJob;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Exports that are made while nobody waits: who asks is told where to ask again, and then where
/// the export is.
final class LargeExports {

  private static final Duration KEPT = Duration.ofDays(1);
  private static final String AGAIN_SECONDS = "5";
  private static final byte[] BEING_MADE = "{\"status\":\"being-made\"}".getBytes(UTF_8);

  private final Downloads downloads;
  private final Cursors cursors;
  private final InstantSource clock;

  LargeExports(Downloads downloads, Cursors cursors, InstantSource clock) {
    this.downloads = downloads;
    this.cursors = cursors;
    this.clock = clock;
  }

  HttpResponse begin(HttpRequest request, EventParameters asked, ExportForm form) {
    String name = clock.instant().getEpochSecond() + "-" + UUID.randomUUID() + "-" + form.file();
    // What a year ago is, and tomorrow, stays what it was.
    Map<String, String> window =
        Map.of("from", asked.query().from().toString(), "to", asked.query().to().toString());
    downloads.export(
        new ExportJob(
            name, ExportQuery.spelled(request, window), EventParameters.middle(asked.after()), 0));
    return notYet(request, asked, name);
  }

  Answer begun(HttpRequest request, EventParameters asked, String name) {
    Optional<URI> there = downloads.exported(name);
    if (there.isPresent()) {
      return HttpResponse.redirect(there.get());
    }
    Instant begun = Instant.ofEpochSecond(Long.parseLong(name.substring(0, name.indexOf('-'))));
    return begun.plus(KEPT).isBefore(clock.instant())
        ? new Problem(Problem.Type.EXPORT_GONE, "it was kept for a day: ask without the cursor")
        : notYet(request, asked, name);
  }

  private HttpResponse notYet(HttpRequest request, EventParameters asked, String name) {
    String cursor =
        cursors.cursor(asked.question(), request.caller(), EventParameters.export(name));
    return HttpResponse.json(202, BEING_MADE)
        .with("retry-after", AGAIN_SECONDS)
        .with("location", '?' + ExportQuery.spelled(request, Map.of("cursor", cursor)));
  }
}
