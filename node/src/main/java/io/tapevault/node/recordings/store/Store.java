package io.tapevault.node.recordings.store;

import io.tapevault.node.recordings.spool.Digest;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Where recordings are kept. The first one of a session wins; the same one may be brought again,
/// as often as somebody likes.
public interface Store {

  /// Brings a recording there, or finds that it is there. An [IOException] says that our own copy
  /// cannot be read.
  Outcome store(Shipment shipment) throws IOException, InterruptedException;

  /// A recording on its way.
  record Shipment(SessionId sid, Digest digest, RecordingSource content, Upload upload) {}

  /// How far it is, as whoever sends it is told.
  interface Upload {

    /// The one that was begun before, to go on with.
    Optional<String> id();

    /// A new one was begun.
    void begun(String id);

    /// So many bytes are there.
    void at(long offset);
  }

  sealed interface Outcome {

    /// Exactly these bytes are kept: that was asked for after they were sent.
    record Confirmed() implements Outcome {}

    /// Other bytes are kept for this session, and stay; `told` where the vault has made an event of
    /// it.
    record OtherBytes(String which, boolean told) implements Outcome {}

    /// What was sent was not what was announced: our digest is wrong, or what we read is.
    record Unlike(String why) implements Outcome {}

    /// This recording is refused, with these words.
    record Refused(String why) implements Outcome {}

    /// Not now; with `everybody`, no other recording either.
    record TryAgain(String why, boolean everybody, Duration after) implements Outcome {}
  }
}
