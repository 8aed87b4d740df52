package io.tapevault.node.recordings;

import io.tapevault.node.recordings.spool.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a node remembers of one recording. It saves work and repetitions; where it is lost, all of
/// it is found out again from the disk and the vault.
record Entry(
    List<String> files,
    Digest digest,
    boolean truncated,
    Optional<String> upload,
    Attempts attempts,
    Fate fate) {

  static Entry of(List<String> files, Digest digest, boolean truncated) {
    return new Entry(files, digest, truncated, Optional.empty(), Attempts.NONE, new Fate.Pending());
  }

  Entry with(Optional<String> other) {
    return new Entry(files, digest, truncated, other, attempts, fate);
  }

  Entry with(Attempts other) {
    return new Entry(files, digest, truncated, upload, other, fate);
  }

  Entry with(Fate other) {
    return new Entry(files, digest, truncated, upload, attempts, other);
  }

  /// The tries that failed in a row, those of them in which the recording itself was refused, and
  /// when the next one may be.
  record Attempts(int failed, int refused, Instant next) {
    static final Attempts NONE = new Attempts(0, 0, Instant.EPOCH);

    Attempts failed(Instant again) {
      return new Attempts(failed + 1, refused, again);
    }

    Attempts refused(Instant again) {
      return new Attempts(failed + 1, refused + 1, again);
    }
  }

  /// What becomes of it.
  sealed interface Fate {

    /// It waits to be uploaded.
    record Pending() implements Fate {}

    /// The vault has had it since then.
    record Stored(Instant since) implements Fate {}

    /// Its files go, whatever of them is still there: the vault has them.
    record Removing() implements Fate {}

    /// Its files are put aside, whatever of them is still there.
    record Quarantined(String reason) implements Fate {}
  }
}
