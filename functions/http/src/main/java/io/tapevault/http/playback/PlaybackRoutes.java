package io.tapevault.http.playback;

import io.tapevault.event.Cursor;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.json.HarmlessJson;
import io.tapevault.json.Json;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.Verdict;
import io.tapevault.session.Playback;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// What an auditor asks for: events, sessions, recordings.
public final class PlaybackRoutes {

  private static final SessionId NO_ONE = new SessionId("00000000-0000-0000-0000-000000000000");

  private final EventLog log;
  private final Playback playback;
  private final Downloads downloads;
  private final InstantSource clock;

  private PlaybackRoutes(
      EventLog log, Playback playback, Downloads downloads, InstantSource clock) {
    this.log = log;
    this.playback = playback;
    this.downloads = downloads;
    this.clock = clock;
  }

  public static Routes of(
      EventLog log, Playback playback, Downloads downloads, InstantSource clock) {
    PlaybackRoutes routes = new PlaybackRoutes(log, playback, downloads, clock);
    return new Routes()
        .add(Route.SEARCH, routes::events)
        .add(Route.SESSION, of(routes::session))
        .add(Route.SESSION_EVENTS, of(routes::sessionEvents))
        .add(Route.RECORDING, of(routes::recording))
        .add(Route.CAST, of(routes::cast))
        .add(Route.HEALTH, routes::health);
  }

  private interface OfSession {
    Answer handle(HttpRequest request, SessionId sid) throws IOException;
  }

  private static Routes.Handler of(OfSession handler) {
    return (request, sid) -> {
      Optional<SessionId> session = SessionId.parse(sid);
      return session.isEmpty() ? Problem.badSessionId() : handler.handle(request, session.get());
    };
  }

  private Answer events(HttpRequest request, String none) {
    try {
      EventParameters asked = EventParameters.of(request, "", clock.instant());
      return page(log.search(asked.query(), asked.after(), asked.limit()), asked.fingerprint());
    } catch (EventParameters.NotValid e) {
      return notValid(e);
    }
  }

  private Answer sessionEvents(HttpRequest request, SessionId sid) {
    try {
      EventParameters asked = EventParameters.of(request, sid.value(), clock.instant());
      Position after = asked.after();
      Order order = asked.query().order();
      EventPage page =
          log.session(
              sid.value(), order, after == null ? null : after.key().index(), asked.limit());
      return page.events().isEmpty() && after == null ? unknown() : page(page, asked.fingerprint());
    } catch (EventParameters.NotValid e) {
      return notValid(e);
    }
  }

  private static HttpResponse page(EventPage page, int fingerprint) {
    return HttpResponse.json(
        200,
        Json.object(json -> {
          json.writeArrayFieldStart("events");
          for (StoredEvent event : page.events()) {
            json.writeRawValue(HarmlessJson.of(event.event().json()));
          }
          json.writeEndArray();
          if (page.more()) {
            json.writeStringField(
                "cursor", new Cursor(page.events().getLast().position(), fingerprint).encoded());
          }
        }));
  }

  private static Problem notValid(EventParameters.NotValid e) {
    return new Problem(
        e.cursor ? Problem.Type.BAD_CURSOR : Problem.Type.BAD_PARAMETER,
        String.valueOf(e.getMessage()));
  }

  private static Problem unknown() {
    return new Problem(
        Problem.Type.UNKNOWN_SESSION, "there is neither an event nor a recording of it");
  }

  private Answer session(HttpRequest request, SessionId sid) throws IOException {
    Playback.Known known = playback.session(sid);
    if (known.session().isEmpty() && known.recording().isEmpty()) {
      return unknown();
    }
    return HttpResponse.json(200, SessionJson.write(sid, known));
  }

  private Answer recording(HttpRequest request, SessionId sid) {
    return playback
        .recording(sid)
        .<Answer>map(object -> downloads.download(new ObjectKey.Recording(sid), object, request))
        .orElseGet(PlaybackRoutes::noRecording);
  }

  private Answer cast(HttpRequest request, SessionId sid) throws IOException {
    boolean partial = request.parameter("partial").orElse("").equals("true");
    return switch (playback.cast(sid, partial)) {
      case Playback.Shown.Cast cast -> downloads.download(cast.key(), cast.object(), request);
      case Playback.Shown.NoRecording none -> noRecording();
      case Playback.Shown.Damaged damaged -> notShown(damaged.verdict());
    };
  }

  private static Problem noRecording() {
    return new Problem(Problem.Type.NO_RECORDING, "no recording of this session has arrived");
  }

  private static Problem notShown(Verdict verdict) {
    String original = "; the original bytes are at …/recording";
    String left = "; add ?partial=true to play what is there" + original;
    return switch (verdict.status()) {
      case NO_TERMINAL -> new Problem(Problem.Type.NO_TERMINAL, verdict.reason() + original);
      case ENCRYPTED -> new Problem(Problem.Type.RECORDING_ENCRYPTED, verdict.reason() + original);
      case CUT_OFF -> new Problem(Problem.Type.RECORDING_CUT_OFF, verdict.reason() + left);
      case DAMAGED, TOO_LARGE ->
          new Problem(Problem.Type.RECORDING_CORRUPT, verdict.reason() + left);
      case UNREADABLE, WHOLE ->
          new Problem(Problem.Type.RECORDING_CORRUPT, verdict.reason() + original);
    };
  }

  private Answer health(HttpRequest request, String none) {
    log.session(NO_ONE.value(), Order.ASCENDING, null, 1);
    playback.recording(NO_ONE);
    return HttpResponse.json(200, Json.object(json -> json.writeStringField("status", "ok")));
  }
}
