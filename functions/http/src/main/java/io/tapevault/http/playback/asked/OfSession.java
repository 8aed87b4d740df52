package io.tapevault.http.playback.asked;

import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import io.tapevault.http.Routes;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.util.Optional;

/// What is asked of a session that may have a recording.
public interface OfSession {

  Answer handle(HttpRequest request, SessionId sid) throws IOException;

  static Routes.Handler of(OfSession handler) {
    return (request, sid) -> {
      Optional<SessionId> session = SessionId.parse(sid);
      return session.isEmpty() ? Problem.badSessionId() : handler.handle(request, session.get());
    };
  }
}
