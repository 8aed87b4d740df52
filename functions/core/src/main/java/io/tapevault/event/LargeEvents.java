package io.tapevault.event;

import java.util.Optional;

/// Keeps what is too large for the log's own storage, by the SHA-256 (lower-case hex) of its bytes.
///
/// `keep` is durable when it returns, and keeping the same again changes nothing. `read` checks the
/// digest: what was altered is an [IllegalStateException], never an answer. Both throw
/// [Unavailable].
public interface LargeEvents {

  void keep(String sha256, byte[] bytes);

  Optional<byte[]> read(String sha256);
}
