package io.tapevault.session;

import io.tapevault.event.EventLog;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.Verdict;
import java.io.IOException;
import java.util.Optional;

/// Shows an auditor one session: what is known of it, its recording as it came in, and as
/// asciicast.
public final class Playback {

  private final EventLog log;
  private final ObjectStore store;
  private final Index index;

  public Playback(EventLog log, ObjectStore store) {
    this.log = log;
    this.store = store;
    this.index = new Index(store, log);
  }

  /// What is known of a session: from its events, and of its recording (JSON).
  public record Known(Optional<Session> session, Optional<Recorded> recording) {}

  /// A recording that is there, and its summary as JSON.
  @SuppressWarnings("ArrayRecordComponent") // it is written out and never compared
  public record Recorded(StoredObject object, byte[] summary) {}

  /// How a cast can be shown.
  public sealed interface Shown {

    record Cast(Derived key, StoredObject object) implements Shown {}

    /// It is damaged or cut off, and nobody asked for what is left of it.
    record Damaged(Verdict verdict) implements Shown {}

    record NoRecording() implements Shown {}
  }

  public Known session(SessionId sid) throws IOException {
    Optional<StoredObject> object = recording(sid);
    Optional<byte[]> summary = object.isEmpty() ? Optional.empty() : index.summary(sid);
    return new Known(
        Session.of(sid, log),
        object.flatMap(there -> summary.map(json -> new Recorded(there, json))));
  }

  public Optional<StoredObject> recording(SessionId sid) {
    return store.find(new ObjectKey.Recording(sid));
  }

  /// The cast; of a damaged recording only where `partial` asks for what is left of it.
  public Shown cast(SessionId sid, boolean partial) throws IOException {
    Optional<byte[]> summary = index.summary(sid);
    if (summary.isEmpty()) {
      return new Shown.NoRecording();
    }
    Verdict verdict = SummaryJson.verdict(summary.get());
    Derived key = new Derived(sid, Kind.CAST);
    Optional<StoredObject> cast = store.find(key);
    boolean playable =
        switch (verdict.status()) {
          case WHOLE -> true;
          case NO_TERMINAL, CUT_OFF, DAMAGED, ENCRYPTED, TOO_LARGE -> partial;
          case UNREADABLE -> false;
        };
    return playable && cast.isPresent()
        ? new Shown.Cast(key, cast.get())
        : new Shown.Damaged(verdict);
  }
}
