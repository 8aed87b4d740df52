package io.tapevault.function.playback;

import io.tapevault.http.Log;
import io.tapevault.recording.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Passes a session on, and not again for a while: who waits for an answer asks every two seconds.
/// Where that fails, they are told to wait all the same, and it is tried when they ask again.
final class NowAndThen implements Consumer<SessionId> {

  private static final Duration WHILE = Duration.ofMinutes(5);
  private static final int MOST = 1_000;

  private final Consumer<SessionId> next;
  private final InstantSource clock;
  private final Map<SessionId, Instant> passed = new LinkedHashMap<>();

  NowAndThen(Consumer<SessionId> next, InstantSource clock) {
    this.next = next;
    this.clock = clock;
  }

  @Override
  public synchronized void accept(SessionId sid) {
    Instant now = clock.instant();
    Instant before = passed.get(sid);
    if (before == null || before.plus(WHILE).isBefore(now)) {
      try {
        next.accept(sid);
        passed.remove(sid);
        passed.put(sid, now);
        if (passed.size() > MOST) {
          passed.remove(passed.keySet().iterator().next());
        }
      } catch (RuntimeException e) {
        Log.error("again-" + sid, e);
      }
    }
  }
}
