package io.tapevault.lambda;

import io.tapevault.lambda.RecordingNotice.Arrived;
import io.tapevault.recording.SessionId;
import io.tapevault.session.Index;
import io.tapevault.session.Sweep;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/// From the bucket's queue to the log, and to what a player needs.
public final class IndexHandler {

  private static final SessionId NOBODY = SessionId.parse("priming").orElseThrow();

  private final Index index;
  private final Sweep sweep;
  private final InstantSource clock;

  public IndexHandler(Index index, Sweep sweep, InstantSource clock) {
    this.index = index;
    this.sweep = sweep;
    this.clock = clock;
  }

  /// Looks for a recording that is not there, so that its connection is open.
  public void warmUp() {
    try {
      index.index(NOBODY);
      index.forms(NOBODY);
    } catch (IOException | RuntimeException expected) {
      // Where the bucket cannot be read, the first notice says so.
    }
  }

  /// Throws when a recording could not be indexed; the queue then brings its notice again. What a
  /// sweep does not come to is for the next one.
  public void handle(InputStream in, Invocation invocation) throws IOException {
    for (RecordingNotice notice : RecordingNotice.read(in)) {
      switch (notice) {
        case Arrived(var sid) -> {
          if (index.index(sid).isEmpty()) {
            invocation.warn("there is no recording of " + sid);
          }
          index.forms(sid);
        }
        case RecordingNotice.Sweep() -> sweep(invocation);
      }
    }
  }

  private void sweep(Invocation invocation) {
    Sweep.Done done =
        sweep.run(
            clock.instant(),
            invocation.timeLeft(),
            (recording, trouble) -> invocation.error(trouble));
    invocation.warn(
        "sweep: %d recordings listed, %d looked at, %d failed; %s"
            .formatted(
                done.listed(),
                done.lookedAt(),
                done.failed(),
                done.toTheEnd() ? "none is left" : "the time was up before the end of the list"));
  }
}
