package io.tapevault.search;

import io.tapevault.hold.ExpiringRecordings;
import io.tapevault.recording.ObjectStore.Listed;
import io.tapevault.recording.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/// With a recording goes its transcript. Where another recording of the session stays, its own is
/// made again.
public record Forgetting(ExpiringRecordings recordings, Transcripts transcripts)
    implements ExpiringRecordings {

  @Override
  public List<Listed> recordings(String after, int most) {
    return recordings.recordings(after, most);
  }

  @Override
  public void remove(SessionId sid, Instant end) {
    transcripts.remove(sid);
    recordings.remove(sid, end);
  }

  @Override
  public boolean isLocked(SessionId sid, Instant now) {
    return recordings.isLocked(sid, now);
  }

  @Override
  public void removeWhatIsLeft(BooleanSupplier timeLeft) {
    recordings.removeWhatIsLeft(timeLeft);
  }
}
