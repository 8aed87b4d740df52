package io.tapevault.session;

import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.UploadTickets.There;
import io.tapevault.recording.UploadTickets.Upload;
import java.io.IOException;
import java.util.Optional;

/// Compares what a node announces with the recording that the session has: by the digest that was
/// taken of the stored bytes when they were read through.
public final class Kept {

  private final ObjectStore store;
  private final Summaries summaries;

  public Kept(ObjectStore store, Summaries summaries) {
    this.store = store;
    this.summaries = summaries;
  }

  /// Empty where the session has no recording.
  public Optional<There> of(Upload upload) throws IOException {
    Optional<StoredObject> recording = store.find(new ObjectKey.Recording(upload.sid()));
    return recording.isEmpty()
        ? Optional.empty()
        : Optional.of(compared(summaries.of(upload.sid(), recording.get()), upload));
  }

  /// `summary` is that of the recording, if it has been read through, or else its receipt.
  public static There compared(Optional<byte[]> summary, Upload upload) {
    return summary
        .map(SummaryJson::original)
        .map(original -> There.of(original.size(), original.sha256(), upload))
        .orElseGet(There.NotReadYet::new);
  }
}
