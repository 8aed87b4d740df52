package io.tapevault.session;

import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.util.Optional;

/// Gives the summary of a recording, if it has been derived, or is within the patience of somebody
/// who waits for an answer. Deriving it is work for the background.
public interface Summaries {
  Optional<byte[]> of(SessionId sid, StoredObject recording) throws IOException;
}
