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
import io.tapevault.http.playback.audit.Accesses;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.session.AccessEvent.What;
import io.tapevault.session.Playback;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The bytes that a session's terminal was given, any part of them.
public final class StreamRoutes {

  private static final Set<String> PARAMETERS = Set.of("offset", "bytes", "partial");

  private final Playback playback;
  private final Accesses accesses;
  private final long most;

  private StreamRoutes(Playback playback, Accesses accesses, long most) {
    this.playback = playback;
    this.accesses = accesses;
    this.most = most;
  }

  public static Routes of(EventLog log, Playback playback, InstantSource clock) {
    return of(log, playback, clock, Long.MAX_VALUE);
  }

  /// Where one answer holds no more than `most` bytes, whatever was asked for.
  public static Routes of(EventLog log, Playback playback, InstantSource clock, long most) {
    StreamRoutes routes = new StreamRoutes(playback, new Accesses(log, clock), most);
    return new Routes().add(Route.STREAM, OfSession.of(routes::stream));
  }

  private Answer stream(HttpRequest request, SessionId sid) throws IOException {
    try {
      Parameters asked = Parameters.of(request, PARAMETERS, Set.of());
      long offset = number(asked, "offset", 0, 0);
      long bytes = Math.min(most, number(asked, "bytes", 1, Long.MAX_VALUE));
      boolean partial = asked.one("partial").orElse("").equals("true");
      // These are the bytes themselves, which no mask is over.
      if (playback.isRedacted(sid)) {
        return NotShown.redacted();
      }
      Optional<StoredObject> recording = playback.recording(sid);
      return recording.isEmpty()
          ? NotShown.noRecording()
          : stream(request, sid, new TerminalBytes(recording.get(), offset, bytes, partial));
    } catch (NotValid e) {
      return new Problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private Answer stream(HttpRequest request, SessionId sid, TerminalBytes wanted)
      throws IOException, NotValid {
    return FormRoutes.shown(
        playback.cast(sid, wanted.partial()),
        cast ->
            accesses.noted(
                request,
                sid,
                What.STREAM,
                new HttpResponse(
                    200, Map.of("content-type", "application/octet-stream"), -1, wanted)));
  }

  private static long number(Parameters asked, String name, long least, long otherwise)
      throws NotValid {
    Optional<String> text = asked.one(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new NotValid("'" + name + "' is a whole number from " + least + " on");
  }
}
