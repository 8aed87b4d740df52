package io.tapevault.hold;

import io.tapevault.recording.ObjectStore.Listed;
import io.tapevault.recording.SessionId;
import java.time.Instant;
import java.util.List;

/// Recordings that can be removed when their time is over.
///
/// Throws [io.tapevault.event.Unavailable] and [io.tapevault.event.NotPermitted].
public interface ExpiringRecordings {

  /// As [io.tapevault.recording.ObjectStore] lists them.
  List<Listed> recordings(String after, int most);

  /// Removes what was written at or before `end`, with all that was derived from it; what was
  /// written later stays. A store may only mark it, and remove it within days. Doing it again
  /// changes nothing.
  void remove(SessionId sid, Instant end);
}
