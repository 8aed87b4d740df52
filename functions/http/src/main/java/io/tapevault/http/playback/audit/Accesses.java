package io.tapevault.http.playback.audit;

import io.tapevault.event.EventLog;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.recording.SessionId;
import io.tapevault.session.AccessEvent;
import io.tapevault.session.AccessEvent.What;
import java.time.InstantSource;
import java.util.List;

/// Nothing of a recording is given to anybody before the log says so.
public record Accesses(EventLog log, InstantSource clock) {

  /// The answer, of which no byte has been sent. Where the log cannot be written, it throws what
  /// the log throws.
  public Answer noted(HttpRequest request, SessionId sid, What what, HttpResponse answer) {
    boolean gives = !request.method().equals("HEAD") && answer.status() < 400;
    if (gives) {
      boolean written = false;
      try {
        log.append(List.of(AccessEvent.of(sid, what, request.caller(), clock.instant())));
        written = true;
      } finally {
        if (!written) {
          answer.content().close();
        }
      }
    }
    return answer;
  }
}
