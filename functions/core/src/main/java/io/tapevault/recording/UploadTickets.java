package io.tapevault.recording;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/// Hands out places to upload a recording to, for a while, without further credentials.
///
/// Only the very bytes that were announced are taken: another length, another digest, another
/// session, a URL that was altered or has expired, and a session that has a recording already, are
/// refused and store nothing.
public interface UploadTickets {

  Ticket ticket(Upload upload);

  /// What a node announces: the session, how many bytes, and their SHA-256 in lower-case hex.
  record Upload(SessionId sid, long size, String sha256) {
    // S3 takes at most 5 GiB in one PUT.
    public static final long MAX_SIZE = 5L << 30;
  }

  /// One request to make before `expires`, with exactly these headers.
  record Ticket(String method, URI url, Map<String, String> headers, Instant expires) {}
}
