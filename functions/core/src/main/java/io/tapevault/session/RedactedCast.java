package io.tapevault.session;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.recording.asciicast.CastLines;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.recording.masking.Masking;
import io.tapevault.redaction.Redaction;
import io.tapevault.redaction.Redactions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Derives what is shown of a redacted recording, from the recording itself.
final class RedactedCast {

  private final ObjectStore store;
  private final Redactions redactions;

  RedactedCast(ObjectStore store) {
    this.store = store;
    this.redactions = new Redactions(store);
  }

  /// With all redactions that there are by now, unless it has been derived or there are none.
  void derive(SessionId sid, StoredObject recording) throws IOException {
    int count = redactions.count(sid);
    if (count == 0 || store.find(Derived.redacted(sid, recording, count)).isPresent()) {
      return;
    }
    List<Redaction> all = redactions.of(sid);
    try {
      store.write(Derived.redacted(sid, recording, all.size()), out -> write(recording, all, out));
    } catch (Damaged e) {
      // There is nothing in it that could be shown.
    }
  }

  private static void write(StoredObject recording, List<Redaction> all, OutputStream out)
      throws IOException {
    GZIPOutputStream zipped = new GZIPOutputStream(out, 1 << 13);
    try (RecordingReader reader = Recordings.open(recording);
        CastLines lines = new CastLines(zipped, CastVersion.V2)) {
      Masking masking = new Masking(lines, Redactions.mask(all));
      RecordingSummary _ = Asciicast.convert(reader, masking);
      masking.finish();
    }
    zipped.finish();
  }
}
