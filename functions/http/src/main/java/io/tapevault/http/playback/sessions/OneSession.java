package io.tapevault.http.playback.sessions;

import io.tapevault.alarm.NoRecording;
import io.tapevault.alarm.Register;
import io.tapevault.hold.Hold;
import io.tapevault.hold.Holds;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.asked.PathText;
import io.tapevault.recording.SessionId;
import io.tapevault.session.Playback;
import io.tapevault.session.Session;
import io.tapevault.session.Sessions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of one session: from the log, of its recordings, and of its hold.
public record OneSession(
    Sessions sessions, Playback playback, Register register, Holds holds, InstantSource clock) {

  private static Problem unknown() {
    return new Problem(
        Problem.Type.UNKNOWN_SESSION, "there is neither an event nor a recording of it");
  }

  /// A session may have any name; one with a recording has a [SessionId].
  public Answer told(HttpRequest request, String encoded) throws IOException {
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
            : told.map(one -> NoRecording.of(session, one, register, clock.instant()));
    Optional<Hold> hold = holds.find(session).filter(one -> !one.isReleased());
    Map<String, Playback.Recorded> others = new LinkedHashMap<>();
    for (SessionId other : told.map(Session::otherRecordings).orElse(List.of())) {
      playback.recorded(other).ifPresent(one -> others.put(other.value(), one));
    }
    return HttpResponse.json(
        200, SessionJson.write(session, new SessionJson.Known(told, hold, none, others), recorded));
  }
}
