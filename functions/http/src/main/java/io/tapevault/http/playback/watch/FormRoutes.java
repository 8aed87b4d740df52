package io.tapevault.http.playback.watch;

import io.tapevault.event.EventLog;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.OfSession;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.Parameters.NotValid;
import io.tapevault.http.playback.asked.Seconds;
import io.tapevault.http.playback.audit.Accesses;
import io.tapevault.http.playback.download.Downloads;
import io.tapevault.http.playback.download.Made;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.session.AccessEvent.What;
import io.tapevault.session.Playback;
import io.tapevault.session.Playback.Shown;
import io.tapevault.session.Screens;
import io.tapevault.session.Screens.Moment;
import io.tapevault.session.Segments;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// What is shown of a recording, in all its forms. Whether it is shown, and whether something of it
/// is hidden, is decided once for all of them.
public final class FormRoutes {

  private static final String CONVERT =
      "fetch …/recording and run 'tapevault recordings convert' over it";
  private static final String WINDOW = "ask for less with ?from= and ?to=, or " + CONVERT;

  private final Playback playback;
  private final Screens screens;
  private final Downloads downloads;
  private final Accesses accesses;
  private final LoggedForms logged;
  private final SegmentAnswers pieces;

  private FormRoutes(Sources sources, Downloads downloads, InstantSource clock) {
    this.playback = sources.playback();
    this.screens = sources.screens();
    this.downloads = downloads;
    this.accesses = new Accesses(sources.log(), clock);
    this.logged = new LoggedForms(sources.log(), screens, downloads, clock);
    this.pieces = new SegmentAnswers(downloads.mostMade(), CONVERT);
  }

  /// Where answers come from.
  public record Sources(EventLog log, Playback playback, Screens screens) {}

  public static Routes of(Sources sources, Downloads downloads, InstantSource clock) {
    FormRoutes routes = new FormRoutes(sources, downloads, clock);
    return new Routes()
        .add(Route.CAST, routes.asked(Set.of("from", "to", "version"), routes::cast))
        .add(
            Route.TRANSCRIPT,
            routes.asked(
                Set.of("times", "from", "to", "contains"),
                (request, sid, asked) -> routes.transcript(request, sid, asked, false)))
        .add(
            Route.TRANSCRIPT_LINES,
            routes.asked(
                Set.of("from", "to", "contains"),
                (request, sid, asked) -> routes.transcript(request, sid, asked, true)))
        .add(Route.PICTURE, routes.asked(Set.of("at"), routes::picture))
        .add(Route.WATCH, routes.asked(Set.of(), routes::page))
        .add(Route.SEGMENTS, routes.asked(Set.of(), routes::segments))
        .addPair(Route.SEGMENT, routes::segment);
  }

  private interface Asking {
    Answer handle(HttpRequest request, SessionId sid, Asked asked) throws IOException, NotValid;
  }

  /// What is asked, and how.
  private record Asked(Parameters parameters, boolean partial) {
    static Asked of(HttpRequest request, Set<String> names) throws NotValid {
      Set<String> all = new HashSet<>(names);
      all.add("partial");
      Parameters parameters = Parameters.of(request, all, Set.of());
      return new Asked(parameters, parameters.one("partial").orElse("").equals("true"));
    }
  }

  private Routes.Handler asked(Set<String> names, Asking asking) {
    return OfSession.of((request, sid) -> asked(request, sid, names, asking));
  }

  private static Answer asked(HttpRequest request, SessionId sid, Set<String> names, Asking asking)
      throws IOException {
    try {
      return asking.handle(request, sid, Asked.of(request, names));
    } catch (NotValid e) {
      return new Problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  /// What is answered once it is clear what is shown.
  interface Showing {
    Answer of(Shown.Cast shown) throws IOException, NotValid;
  }

  static Answer shown(Shown shown, Showing showing) throws IOException, NotValid {
    return switch (shown) {
      case Shown.Cast cast -> showing.of(cast);
      case Shown.NoRecording none -> NotShown.noRecording();
      case Shown.NotWhole it -> NotShown.of(it.verdict());
      case Shown.NotYet none -> NotShown.NOT_YET;
    };
  }

  private Answer noted(HttpRequest request, SessionId sid, What what, Answer answer) {
    return switch (answer) {
      case HttpResponse response -> accesses.noted(request, sid, what, response);
      case Problem problem -> problem;
    };
  }

  private Answer cast(HttpRequest request, SessionId sid, Asked asked)
      throws IOException, NotValid {
    CastVersion version = version(asked.parameters);
    Seconds.Window window = Seconds.window(asked.parameters);
    if (window.isAll() && version == CastVersion.V2) {
      Shown shown = playback.cast(sid, asked.partial);
      if (shown instanceof Shown.NoRecording && logged.has(sid)) {
        return noted(request, sid, What.CAST, logged.cast(sid, version));
      }
      return shown(
          shown,
          cast ->
              noted(
                  request, sid, What.CAST, downloads.download(cast.key(), cast.object(), request)));
    }
    Optional<Shown> segments =
        window.isAll()
            ? Optional.empty()
            : Optional.of(playback.form(sid, asked.partial, Kind.SEGMENTS));
    CastAnswer answer = new CastAnswer(screens, window, version);
    return shown(
        segments.isPresent() ? segments.get() : playback.cast(sid, asked.partial),
        cast ->
            noted(
                request,
                sid,
                What.CAST,
                Made.of(
                    downloads,
                    "application/x-asciicast",
                    WINDOW,
                    segments.isPresent()
                        ? answer.part(Segments.of(cast.object()))
                        : answer.whole(cast.object()))));
  }

  private static CastVersion version(Parameters asked) throws NotValid {
    return switch (asked.one("version").orElse("2")) {
      case "2" -> CastVersion.V2;
      case "3" -> CastVersion.V3;
      default -> throw new NotValid("'version' is 2 or 3");
    };
  }

  private Answer transcript(HttpRequest request, SessionId sid, Asked asked, boolean json)
      throws IOException, NotValid {
    TranscriptAnswer.Asked lines = TranscriptAnswer.Asked.of(asked.parameters);
    boolean times = asked.parameters.one("times").orElse("").equals("true");
    Shown shown = playback.form(sid, asked.partial, Kind.TRANSCRIPT);
    if (shown instanceof Shown.NoRecording && logged.has(sid)) {
      TranscriptAnswer answer = new TranscriptAnswer(logged.transcript(sid), lines);
      return noted(request, sid, What.TRANSCRIPT, transcript(answer, times, json));
    }
    return shown(
        shown,
        form -> {
          StoredObject read = readAgain(sid, asked, lines.window()).orElse(form.object());
          TranscriptAnswer answer = new TranscriptAnswer(read, lines);
          return noted(request, sid, What.TRANSCRIPT, transcript(answer, times, json));
        });
  }

  private Optional<StoredObject> readAgain(SessionId sid, Asked asked, Seconds.Window window)
      throws IOException {
    return !window.isAll()
            && playback.form(sid, asked.partial, Kind.SEGMENTS) instanceof Shown.Cast pieces
        ? ReadAgain.within(window, Segments.of(pieces.object()), screens)
        : Optional.empty();
  }

  private Answer transcript(TranscriptAnswer answer, boolean times, boolean json)
      throws IOException {
    return json
        ? Made.of(downloads, "application/json", WINDOW, answer::json)
        : Made.of(downloads, "text/plain; charset=utf-8", WINDOW, out -> answer.text(times, out));
  }

  private Answer picture(HttpRequest request, SessionId sid, Asked asked)
      throws IOException, NotValid {
    Optional<Long> at = Seconds.millis(asked.parameters, "at");
    return shown(
        playback.form(sid, asked.partial, at.isPresent() ? Kind.SEGMENTS : Kind.PICTURE),
        form -> {
          byte[] svg = at.isPresent() ? svg(form.object(), at.get()) : unzipped(form.object());
          HttpResponse response =
              HttpResponse.bytes(200, "image/svg+xml", svg)
                  .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
                  .with("x-content-type-options", "nosniff");
          return noted(request, sid, What.PICTURE, response);
        });
  }

  private byte[] svg(StoredObject all, long at) throws IOException {
    Moment moment = screens.moment(at);
    Segments.of(all).until(at, moment);
    return moment.svg();
  }

  private static byte[] unzipped(StoredObject object) throws IOException {
    try (InputStream in = new GZIPInputStream(object.open(0, object.size()))) {
      return in.readAllBytes();
    }
  }

  private Answer page(HttpRequest request, SessionId sid, Asked asked)
      throws IOException, NotValid {
    return shown(
        playback.cast(sid, asked.partial),
        cast ->
            switch (Made.of(
                downloads,
                "text/html; charset=utf-8",
                CONVERT,
                out ->
                    screens.page(
                        inPage -> {
                          try (InputStream in =
                              new GZIPInputStream(cast.object().open(0, cast.object().size()))) {
                            in.transferTo(inPage);
                          }
                        },
                        out))) {
              case HttpResponse response ->
                  // It is to be kept, and has no business at this address.
                  noted(
                      request,
                      sid,
                      What.PAGE,
                      response.with(
                          "content-disposition", "attachment; filename=\"" + sid + ".html\""));
              case Problem problem -> problem;
            });
  }

  private Answer segments(HttpRequest request, SessionId sid, Asked asked)
      throws IOException, NotValid {
    return shown(
        playback.form(sid, asked.partial, Kind.SEGMENTS),
        form -> {
          String query = "?of=" + form.key().original() + (asked.partial ? "&partial=true" : "");
          return noted(
              request,
              sid,
              What.CAST,
              pieces.index(form, number -> "recording.segments/" + number + query));
        });
  }

  private Answer segment(HttpRequest request, String sid, String number) throws IOException {
    return OfSession.of((of, session) ->
            asked(
                of, session, Set.of("of"), (again, id, asked) -> segment(again, id, asked, number)))
        .handle(request, sid);
  }

  private Answer segment(HttpRequest request, SessionId sid, Asked asked, String number)
      throws IOException, NotValid {
    return shown(
        playback.form(sid, asked.partial, Kind.SEGMENTS),
        form ->
            noted(
                request,
                sid,
                What.CAST,
                pieces.piece(request, form, asked.parameters.one("of"), number)));
  }
}
