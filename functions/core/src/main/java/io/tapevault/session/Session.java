package io.tapevault.session;

import io.tapevault.event.EventLog;
import io.tapevault.recording.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who was where and when, as the events of a session tell. The empty string and null stand for
/// what they do not tell.
public record Session(
    String user,
    String login,
    String server,
    String cluster,
    String protocol,
    @Nullable Instant start,
    @Nullable Instant end,
    List<String> participants) {

  public Session {
    participants = List.copyOf(participants);
  }

  static Optional<Session> of(SessionId sid, EventLog log) {
    return new SessionsInLog(log).find(sid.value());
  }
}
