package io.tapevault.http.playback.events;

import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.StoredEvent;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.PathText;
import io.tapevault.http.playback.audit.Audited;
import io.tapevault.http.playback.download.Downloads;
import io.tapevault.search.AuditSearchEvent;
import io.tapevault.search.AuditSearchEvent.What;
import io.tapevault.search.EventByUid;
import io.tapevault.search.EventByUid.Looked;
import io.tapevault.session.SessionEvents;
import io.tapevault.session.Sessions;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where an auditor finds events: all of them, those of one session, and one by itself.
public final class EventRoutes {

  private static final String TOO_MANY_TO_ORDER =
      "the session has more events than could be read, and brought into order, in "
          + Sessions.PATIENCE.toSeconds()
          + " s; GET /v1/events finds them by their time, in pages";

  private static final String NO_SUCH_EVENT =
      "there is no such event, or it has expired; without 'from' and 'to', an event of a session is"
          + " looked for in the year before tomorrow";

  private final EventLog log;
  private final EventByUid byUid;
  private final SessionEvents sessions;
  private final Downloads downloads;
  private final Audited audited;
  private final LargeExports exports;
  private final InstantSource clock;

  private EventRoutes(EventLog log, Downloads downloads, Audited audited, InstantSource clock) {
    this.log = log;
    this.byUid = new EventByUid(log);
    this.audited = audited;
    this.sessions = new SessionEvents(log, clock);
    this.downloads = downloads;
    this.exports = new LargeExports(downloads, audited.cursors(), clock);
    this.clock = clock;
  }

  public static Routes of(EventLog log, Downloads downloads, Audited audited, InstantSource clock) {
    EventRoutes routes = new EventRoutes(log, downloads, audited, clock);
    return new Routes()
        .add(Route.SEARCH, (request, none) -> routes.search(request))
        .add(Route.EXPORT_NDJSON, (request, none) -> routes.export(request, ExportForm.NDJSON))
        .add(Route.EXPORT_CSV, (request, none) -> routes.export(request, ExportForm.CSV))
        .add(Route.HISTOGRAM, (request, none) -> routes.histogram(request))
        .add(Route.SESSION_EVENTS, routes::ofSession)
        .add(Route.EVENT, routes::event);
  }

  private Answer search(HttpRequest request) throws IOException {
    return EventParameters.ofSearch(request, audited.cursors(), clock.instant())
        .answer(asked ->
            noted(
                request,
                What.SEARCH,
                "",
                asked,
                () ->
                    page(request, log.search(asked.query(), asked.after(), asked.limit()), asked)));
  }

  /// Who goes on has said what for, and who looks after those who search is told of by nobody.
  private Answer noted(
      HttpRequest request, What what, String scope, EventParameters asked, Audited.Work work)
      throws IOException {
    return asked.goesOn() || ofSearches(asked.query())
        ? work.answer()
        : audited.noted(request, what, scope, work);
  }

  private static boolean ofSearches(EventQuery query) {
    return query.types().equals(Set.of(AuditSearchEvent.TYPE));
  }

  private Answer export(HttpRequest request, ExportForm form) throws IOException {
    return EventParameters.ofExport(request, form, audited.cursors(), clock.instant())
        .answer(asked ->
            noted(
                request,
                What.EXPORT,
                form.file(),
                asked,
                () ->
                    asked.export().isPresent()
                        ? exports.begun(request, asked, asked.export().get())
                        : exported(request, form, asked)));
  }

  private Answer exported(HttpRequest request, ExportForm form, EventParameters asked)
      throws IOException {
    EventExport export = new EventExport(log, form, asked);
    long most = downloads.mostMade();
    if (most == Long.MAX_VALUE) {
      return export.streamed();
    }
    Optional<HttpResponse> small = export.small(most);
    return small.isPresent() ? small.get() : exports.begin(request, asked, form);
  }

  private Answer histogram(HttpRequest request) throws IOException {
    return HistogramParameters.of(request, clock.instant())
        .answer(asked ->
            ofSearches(asked.query())
                ? counted(asked)
                : audited.noted(request, What.HISTOGRAM, "", () -> counted(asked)));
  }

  private HttpResponse counted(HistogramParameters asked) {
    return HttpResponse.json(
        200, HistogramJson.write(log.histogram(asked.query(), asked.step()), asked));
  }

  private Answer ofSession(HttpRequest request, String encoded) throws IOException {
    String session = PathText.decoded(encoded);
    return EventParameters.ofSession(request, session, audited.cursors(), clock.instant())
        .answer(asked ->
            noted(request, What.SESSION, session, asked, () -> ofSession(request, session, asked)));
  }

  private Answer ofSession(HttpRequest request, String session, EventParameters asked) {
    Optional<EventPage> page =
        sessions.page(session, asked.query().order(), asked.after(), asked.limit());
    if (page.isEmpty()) {
      return new Problem(Problem.Type.UNAVAILABLE, TOO_MANY_TO_ORDER);
    }
    return page.get().events().isEmpty() && asked.after() == null
        ? new Problem(Problem.Type.UNKNOWN_SESSION, "there is no event of it")
        : page(request, page.get(), asked);
  }

  private HttpResponse page(HttpRequest request, EventPage page, EventParameters asked) {
    String next = asked.next(page, clock.instant());
    String cursor =
        next == null ? null : audited.cursors().cursor(asked.question(), request.caller(), next);
    return HttpResponse.json(200, PageJson.write(page, cursor));
  }

  private Answer event(HttpRequest request, String encoded) throws IOException {
    String asked = PathText.decoded(encoded);
    Optional<StoredEvent> there =
        EventReference.parse(asked).flatMap(key -> log.find(List.of(key)).stream().findFirst());
    return there.isPresent() ? answer(there.get()) : byUid(request, asked);
  }

  private Answer byUid(HttpRequest request, String uid) throws IOException {
    return window(request)
        .answer(window ->
            audited.noted(
                request,
                What.EVENT,
                uid,
                () ->
                    switch (byUid.find(uid, window.from(), window.to())) {
                      case Looked.Found(StoredEvent event) -> answer(event);
                      case Looked.NotThere() ->
                          new Problem(Problem.Type.UNKNOWN_EVENT, NO_SUCH_EVENT);
                      case Looked.NotSince(Instant time) -> notSince(time);
                    }));
  }

  private static Problem notSince(Instant time) {
    return new Problem(
        Problem.Type.SEARCH_NOT_DONE,
        "no event since "
            + time
            + " has this uid, and for those before there was no time; ask again with to="
            + time
            + ", or with from and to around the event's time");
  }

  private Decoded<Parameters.Window> window(HttpRequest request) {
    try {
      return Decoded.of(
          Parameters.of(request, Set.of("from", "to"), Set.of()).window(clock.instant()));
    } catch (Parameters.NotValid e) {
      return Decoded.problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private Answer answer(StoredEvent event) {
    return PageJson.isTooLarge(event) ? downloads.event(event) : Downloads.whole(event);
  }
}
