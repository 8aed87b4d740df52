package io.tapevault.hold;

import io.tapevault.recording.ObjectStore.Listed;
import io.tapevault.recording.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

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

  /// If the store itself lets nobody remove some of it yet. Then it stays as a whole.
  default boolean isLocked(SessionId sid, Instant now) {
    return false;
  }

  /// Removes what is only said of recordings, and has to stay until nothing of them is left: what
  /// hides something of them. Goes on for as long as there is time left.
  default void removeWhatIsLeft(BooleanSupplier timeLeft) {}
}
