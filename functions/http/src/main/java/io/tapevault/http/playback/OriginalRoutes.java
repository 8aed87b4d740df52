package io.tapevault.http.playback;

import io.tapevault.event.EventLog;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import io.tapevault.session.AccessEvent.What;
import java.time.InstantSource;

/// Recordings as they came in, redacted or not: for few.
public final class OriginalRoutes {

  private final ObjectStore store;
  private final Downloads downloads;
  private final Accesses accesses;

  private OriginalRoutes(ObjectStore store, Downloads downloads, Accesses accesses) {
    this.store = store;
    this.downloads = downloads;
    this.accesses = accesses;
  }

  public static Routes of(
      ObjectStore store, Downloads downloads, EventLog log, InstantSource clock) {
    OriginalRoutes routes = new OriginalRoutes(store, downloads, new Accesses(log, clock));
    return new Routes().add(Route.ORIGINAL, PlaybackRoutes.of(routes::original));
  }

  private Answer original(HttpRequest request, SessionId sid) {
    ObjectKey key = new ObjectKey.Recording(sid);
    return store
        .find(key)
        .map(object ->
            accesses.noted(request, sid, What.RECORDING, downloads.download(key, object, request)))
        .orElseGet(() -> PlaybackRoutes.noRecording());
  }
}
