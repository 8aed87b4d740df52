package io.tapevault.http.playback.watch;

import io.tapevault.event.EventLog;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.OfSession;
import io.tapevault.http.playback.audit.Accesses;
import io.tapevault.http.playback.download.Downloads;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import io.tapevault.session.AccessEvent.What;
import io.tapevault.session.Playback;
import java.time.InstantSource;

/// Recordings as they came in: of those of which nothing is redacted, for whoever may see them;
/// redacted or not, for few.
public final class OriginalRoutes {

  private final Playback playback;
  private final Downloads downloads;
  private final Accesses accesses;

  private OriginalRoutes(Playback playback, Downloads downloads, Accesses accesses) {
    this.playback = playback;
    this.downloads = downloads;
    this.accesses = accesses;
  }

  public static Routes of(
      EventLog log, Playback playback, Downloads downloads, InstantSource clock) {
    OriginalRoutes routes = new OriginalRoutes(playback, downloads, new Accesses(log, clock));
    return new Routes()
        .add(Route.RECORDING, OfSession.of(routes::recording))
        .add(Route.ORIGINAL, OfSession.of(routes::original));
  }

  private Answer recording(HttpRequest request, SessionId sid) {
    return playback.isRedacted(sid) ? NotShown.redacted() : bytes(request, sid, What.RECORDING);
  }

  private Answer original(HttpRequest request, SessionId sid) {
    return bytes(request, sid, What.ORIGINAL);
  }

  private Answer bytes(HttpRequest request, SessionId sid, What what) {
    ObjectKey key = new ObjectKey.Recording(sid);
    return playback
        .recording(sid)
        .map(object -> accesses.noted(request, sid, what, downloads.download(key, object, request)))
        .orElseGet(NotShown::noRecording);
  }
}
