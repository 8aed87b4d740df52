package io.tapevault.search;

import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Of which recording a transcript is, and in which version: one redaction more, and it is another
/// one. Of the session, what it is found by: when it began, whose it was, and where.
public record Transcribed(SessionId sid, String version, Instant at, String user, String server) {

  public Transcribed {
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /// That of these very bytes, once so many redactions hold.
  public static String version(SessionId sid, StoredObject recording, int redactions) {
    return Derived.of(sid, recording, Kind.CAST).original() + ".r" + redactions;
  }
}
