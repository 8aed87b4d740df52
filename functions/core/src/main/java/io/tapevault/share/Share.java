package io.tapevault.share;

import io.tapevault.recording.SessionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A link to the recording of a session, until it expires or is revoked. Of the word that opens it
/// only the SHA-256 is known, `digest`.
public record Share(
    String digest, SessionId sid, Said created, Instant expires, @Nullable Said revoked) {

  // Enough to tell the links of a vault apart.
  private static final int ID = 16;

  /// By whom, why and when, to the millisecond.
  public record Said(String by, String reason, Instant at) {
    public Said {
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  public Share {
    expires = expires.truncatedTo(ChronoUnit.MILLIS);
  }

  /// Names it. It opens nothing.
  public String id() {
    return digest.substring(0, ID);
  }

  public boolean isOpen(Instant now) {
    return revoked == null && now.isBefore(expires);
  }

  Share revokedBy(Said said) {
    return new Share(digest, sid, created, expires, said);
  }
}
