package io.tapevault.http.playback;

import io.tapevault.alarm.NoRecording;
import io.tapevault.alarm.Register;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.hold.Hold;
import io.tapevault.hold.Holds;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.json.Json;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.Verdict;
import io.tapevault.session.Playback;
import io.tapevault.session.Session;
import io.tapevault.session.Sessions;
import io.tapevault.session.SessionsInLog;
import io.tapevault.session.SummaryJson;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an auditor asks for: events, sessions, recordings.
public final class PlaybackRoutes {

  private static final SessionId NO_ONE = new SessionId("00000000-0000-0000-0000-000000000000");

  private final Sources sources;
  private final Sessions sessions;
  private final Playback playback;
  private final InstantSource clock;

  private PlaybackRoutes(Sources sources, InstantSource clock) {
    this.sources = sources;
    this.sessions = new SessionsInLog(sources.log(), clock);
    this.playback = sources.playback();
    this.clock = clock;
  }

  /// Where answers come from.
  public record Sources(
      EventLog log, Playback playback, Register register, Holds holds, Audited audited) {}

  public static Routes of(Sources sources, Downloads downloads, InstantSource clock) {
    PlaybackRoutes routes = new PlaybackRoutes(sources, clock);
    return new Routes()
        .addAll(EventRoutes.of(sources.log(), downloads, sources.audited(), clock))
        .add(Route.HOLDS, (request, none) -> HoldRoutes.list(sources.holds(), request))
        .addAll(NodeRoutes.of(sources.register(), clock))
        .add(Route.SESSION, routes::session)
        .add(Route.HEALTH, routes::health);
  }

  interface OfSession {
    Answer handle(HttpRequest request, SessionId sid) throws IOException;
  }

  /// One that is asked of a session that may have a recording.
  static Routes.Handler of(OfSession handler) {
    return (request, sid) -> {
      Optional<SessionId> session = SessionId.parse(sid);
      return session.isEmpty() ? Problem.badSessionId() : handler.handle(request, session.get());
    };
  }

  private static Problem unknown() {
    return new Problem(
        Problem.Type.UNKNOWN_SESSION, "there is neither an event nor a recording of it");
  }

  /// A session may have any name; one with a recording has a [SessionId].
  private Answer session(HttpRequest request, String encoded) throws IOException {
    String session = PathText.decoded(encoded);
    Optional<SessionId> sid = SessionId.parse(session);
    Optional<Playback.Recorded> recorded =
        sid.isPresent() ? playback.recorded(sid.get()) : Optional.empty();
    Optional<Session> told = sessions.find(session);
    if (told.isEmpty() && recorded.isEmpty()) {
      return unknown();
    }
    Optional<NoRecording> none =
        recorded.isPresent()
            ? Optional.empty()
            : told.map(one -> NoRecording.of(session, one, sources.register(), clock.instant()));
    Optional<Hold> hold = sources.holds().find(session).filter(one -> !one.isReleased());
    Map<String, Playback.Recorded> others = new LinkedHashMap<>();
    for (SessionId other : told.map(Session::otherRecordings).orElse(List.of())) {
      playback.recorded(other).ifPresent(one -> others.put(other.value(), one));
    }
    return HttpResponse.json(
        200, SessionJson.write(session, new SessionJson.Known(told, hold, none, others), recorded));
  }

  static Problem redacted() {
    return new Problem(
        Problem.Type.REDACTED,
        "…/recording.cast shows it without that; the recording as it came in is at"
            + " /v1/originals/{sid}/recording, for whoever may read originals");
  }

  /// Asked for again after a few seconds, the recording is indexed.
  static final HttpResponse NOT_YET =
      HttpResponse.json(202, SummaryJson.notYet()).with("retry-after", "2");

  static Problem noRecording() {
    return new Problem(Problem.Type.NO_RECORDING, "no recording of this session has arrived");
  }

  static Problem notShown(Verdict verdict) {
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
    sources.log().session(NO_ONE.value(), Order.ASCENDING, null, 1);
    playback.recording(NO_ONE);
    return HttpResponse.json(200, Json.object(json -> json.writeStringField("status", "ok")));
  }
}
