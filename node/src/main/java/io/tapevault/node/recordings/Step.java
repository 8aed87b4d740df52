package io.tapevault.node.recordings;

import io.tapevault.node.recordings.Entry.Attempts;
import java.time.Instant;

/// What is to be done next with a recording.
sealed interface Step {

  /// Nothing before then.
  record Wait(Instant until) implements Step {}

  /// Read all of it, for its digests.
  record Read(boolean truncated, Attempts attempts) implements Step {}

  /// Bring it to the store, or ask whether it is there.
  record Send(Entry entry) implements Step {}

  /// Remember this, and look again.
  record Remember(Entry entry) implements Step {}

  /// Remove our copy.
  record Remove(Entry entry) implements Step {}

  /// Put our copy aside.
  record Quarantine(Entry entry, String reason) implements Step {}
}
