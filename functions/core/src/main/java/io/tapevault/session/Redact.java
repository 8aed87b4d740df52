package io.tapevault.session;

import io.tapevault.event.EventLog;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import io.tapevault.redaction.Redaction;
import io.tapevault.redaction.Redactions;
import io.tapevault.redaction.Redactions.Numbered;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Hides something of a recording: from when this answers on, nobody is shown what was derived
/// before. The recording itself stays as it is.
public final class Redact {

  private final ObjectStore store;
  private final EventLog log;
  private final Redactions redactions;
  private final Consumer<SessionId> redacted;

  /// `redacted` hears of what has to be derived anew.
  public Redact(ObjectStore store, EventLog log, Consumer<SessionId> redacted) {
    this.store = store;
    this.log = log;
    this.redactions = new Redactions(store);
    this.redacted = redacted;
  }

  /// What became of it.
  public sealed interface Outcome {
    record Redacted(Numbered redaction) implements Outcome {}

    record NoRecording() implements Outcome {}

    /// There are as many as there can be.
    record TooMany() implements Outcome {}
  }

  /// First it holds, then it is told: what breaks off in between is told when it is asked for
  /// again.
  public Outcome redact(SessionId sid, Redaction redaction) throws IOException {
    if (store.find(new ObjectKey.Recording(sid)).isEmpty()) {
      return new Outcome.NoRecording();
    }
    Optional<Numbered> added = redactions.add(sid, redaction);
    if (added.isEmpty()) {
      return new Outcome.TooMany();
    }
    log.append(List.of(RedactedEvent.of(sid, added.get())));
    redacted.accept(sid);
    return new Outcome.Redacted(added.get());
  }

  /// All of them, in their order.
  public List<Redaction> of(SessionId sid) throws IOException {
    return redactions.of(sid);
  }
}
