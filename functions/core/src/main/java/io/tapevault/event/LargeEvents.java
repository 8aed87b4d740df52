package io.tapevault.event;

import java.util.Optional;

/// Keeps what is too large for the log's own storage, by the SHA-256 (lower-case hex) of its bytes.
///
/// `keep` is durable when it returns, and keeping the same again changes nothing. `read` checks the
/// digest: what was altered is [Altered], never an answer. Empty means that the bytes are gone. All
/// other trouble says nothing of the bytes, and is [Unavailable] or [NotPermitted].
public interface LargeEvents {

  void keep(String sha256, byte[] bytes);

  Optional<byte[]> read(String sha256);

  /// What is kept under a digest has another one.
  final class Altered extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Altered(String where) {
      super(where + " was altered: its SHA-256 is another");
    }
  }
}
