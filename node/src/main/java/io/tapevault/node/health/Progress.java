package io.tapevault.node.health;

import java.time.Instant;
import java.util.Optional;

/// How far a part of the node is: what waits on the disk, what was confirmed by the vault since the
/// start, what lies in quarantine; and what keeps it, in words.
public record Progress(
    long pending,
    long pendingBytes,
    Optional<Oldest> oldest,
    long confirmed,
    long quarantined,
    Optional<String> trouble) {

  /// What waits longest: since when, and why.
  public record Oldest(Instant since, String why) {}

  public static final Progress NONE = new Progress(0, 0, Optional.empty(), 0, 0, Optional.empty());
}
