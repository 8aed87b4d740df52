package io.tapevault.session;

import io.tapevault.recording.SessionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who was where and when, as the events of a session tell. The empty string and null stand for
/// what they do not tell. `otherRecordings` are those that came after the first; `notRecorded`
/// where they say that recording was off, `partial` where not all of them were read.
public record Session(
    String user,
    String login,
    String server,
    String cluster,
    String protocol,
    @Nullable Instant start,
    @Nullable Instant end,
    List<String> participants,
    List<SessionId> otherRecordings,
    boolean notRecorded,
    boolean partial) {

  /// With no other recording than the first.
  public Session(
      String user,
      String login,
      String server,
      String cluster,
      String protocol,
      @Nullable Instant start,
      @Nullable Instant end,
      List<String> participants,
      boolean notRecorded,
      boolean partial) {
    this(
        user,
        login,
        server,
        cluster,
        protocol,
        start,
        end,
        participants,
        List.of(),
        notRecorded,
        partial);
  }

  public Session {
    participants = List.copyOf(participants);
    otherRecordings = List.copyOf(otherRecordings);
  }
}
