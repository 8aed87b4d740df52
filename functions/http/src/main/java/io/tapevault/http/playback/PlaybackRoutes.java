package io.tapevault.http.playback;

import io.tapevault.alarm.Register;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.hold.Holds;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.audit.Audited;
import io.tapevault.http.playback.download.Downloads;
import io.tapevault.http.playback.events.EventRoutes;
import io.tapevault.http.playback.holds.HoldRoutes;
import io.tapevault.http.playback.sessions.OneSession;
import io.tapevault.json.Json;
import io.tapevault.recording.SessionId;
import io.tapevault.session.Playback;
import io.tapevault.session.SessionsInLog;
import java.time.InstantSource;

/// What an auditor asks for: events, sessions, recordings.
public final class PlaybackRoutes {

  private static final SessionId NO_ONE = new SessionId("00000000-0000-0000-0000-000000000000");

  private PlaybackRoutes() {}

  /// Where answers come from.
  public record Sources(
      EventLog log, Playback playback, Register register, Holds holds, Audited audited) {}

  public static Routes of(Sources sources, Downloads downloads, InstantSource clock) {
    OneSession session =
        new OneSession(
            new SessionsInLog(sources.log, clock),
            sources.playback,
            sources.register,
            sources.holds,
            clock);
    return new Routes()
        .addAll(EventRoutes.of(sources.log, downloads, sources.audited, clock))
        .add(Route.HOLDS, (request, none) -> HoldRoutes.list(sources.holds, request))
        .addAll(NodeRoutes.of(sources.register, clock))
        .add(Route.SESSION, session::told)
        .add(Route.HEALTH, (request, none) -> health(sources));
  }

  private static HttpResponse health(Sources sources) {
    sources.log.session(NO_ONE.value(), Order.ASCENDING, null, 1);
    sources.playback.recording(NO_ONE);
    return HttpResponse.json(200, Json.object(json -> json.writeStringField("status", "ok")));
  }
}
