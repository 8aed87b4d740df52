package io.tapevault.session;

import io.tapevault.event.EventLog;
import io.tapevault.event.Sha256;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Takes note of a recording: puts `session.upload` into the log, and derives what a player needs.
/// Doing it again changes nothing.
public final class Index {

  private final ObjectStore store;
  private final EventLog log;

  public Index(ObjectStore store, EventLog log) {
    this.store = store;
    this.log = log;
  }

  /// Puts `session.upload` into the log. Answers whether there is such a recording.
  public boolean arrived(SessionId sid) throws IOException {
    ObjectKey key = new ObjectKey.Recording(sid);
    Optional<StoredObject> recording = store.find(key);
    if (recording.isEmpty()) {
      return false;
    }
    StoredObject object = recording.get();
    log.append(
        List.of(
            UploadEvent.of(
                sid,
                store.location(key),
                object.written().truncatedTo(ChronoUnit.MILLIS),
                object.size(),
                sha256(object))));
    return true;
  }

  /// The summary of a recording, as JSON; empty where there is no recording. It is derived when it
  /// is asked for first, together with the cast.
  public Optional<byte[]> summary(SessionId sid) throws IOException {
    Optional<byte[]> summary = derived(sid);
    if (summary.isPresent()) {
      return summary;
    }
    Optional<StoredObject> recording = store.find(new ObjectKey.Recording(sid));
    return recording.isEmpty() ? Optional.empty() : Optional.of(derive(sid, recording.get()));
  }

  private Optional<byte[]> derived(SessionId sid) throws IOException {
    Optional<StoredObject> summary = store.find(new Derived(sid, Kind.SUMMARY));
    if (summary.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = summary.get().open(0, summary.get().size())) {
      return Optional.of(in.readAllBytes());
    }
  }

  private byte[] derive(SessionId sid, StoredObject recording) throws IOException {
    byte[] summary;
    try {
      summary = SummaryJson.write(convert(sid, recording));
    } catch (Damaged e) {
      summary = SummaryJson.unreadable(String.valueOf(e.getMessage()));
    }
    byte[] written = summary;
    store.write(new Derived(sid, Kind.SUMMARY), out -> out.write(written));
    return summary;
  }

  private RecordingSummary convert(SessionId sid, StoredObject recording) throws IOException {
    Conversion conversion = new Conversion(recording);
    store.write(new Derived(sid, Kind.CAST), conversion);
    RecordingSummary summary = conversion.summary;
    if (summary == null) {
      // The cast was there already, without a summary: an earlier run was interrupted between the
      // two.
      return conversion.to(OutputStream.nullOutputStream());
    }
    return summary;
  }

  private static final class Conversion implements ObjectStore.Content {
    private final StoredObject recording;
    private @Nullable RecordingSummary summary;

    Conversion(StoredObject recording) {
      this.recording = recording;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      GZIPOutputStream zipped = new GZIPOutputStream(out, 1 << 13);
      summary = to(zipped);
      zipped.finish();
    }

    RecordingSummary to(OutputStream out) throws IOException {
      return Recordings.toAsciicast(recording, out);
    }
  }

  private static String sha256(StoredObject object) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = object.open(0, object.size())) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return Sha256.end(digest);
  }
}
