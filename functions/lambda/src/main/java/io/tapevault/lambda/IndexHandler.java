package io.tapevault.lambda;

import io.tapevault.lambda.RecordingNotice.Arrived;
import io.tapevault.recording.SessionId;
import io.tapevault.search.ExportJob;
import io.tapevault.session.Index;
import io.tapevault.session.Sweep;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/// From the bucket's queue to the log, and to what a player needs; and exports, by turns.
public final class IndexHandler {

  private static final SessionId NOBODY = SessionId.parse("priming").orElseThrow();
  private static final Duration TURN = Duration.ofMinutes(1);

  private final Index index;
  private final Sweep sweep;
  private final Exports exports;
  private final InstantSource clock;

  public IndexHandler(Index index, Sweep sweep, Exports exports, InstantSource clock) {
    this.index = index;
    this.sweep = sweep;
    this.exports = exports;
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

  /// Does an export's turn.
  public interface Exports {
    void turn(ExportJob job, BooleanSupplier timeLeft) throws IOException;
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
        case RecordingNotice.Export(ExportJob job) -> exports.turn(job, briefly(invocation));
      }
    }
  }

  /// Recordings that have arrived wait no longer for an export than this.
  private BooleanSupplier briefly(Invocation invocation) {
    Instant end = clock.instant().plus(TURN);
    return () -> clock.instant().isBefore(end) && invocation.timeLeft().getAsBoolean();
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
