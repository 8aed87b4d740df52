package io.tapevault.session;

import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.StoredEvent;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.Verdict;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.redaction.Redactions;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// Shows an auditor the recording of one session: what is known of it, the bytes as they came in,
/// and as asciicast, without what was redacted.
public final class Playback {

  // A session's end comes last, but for session.upload and session.data.
  private static final int LAST_EVENTS = 10;

  private final EventLog log;
  private final ObjectStore store;
  private final Summaries summaries;
  private final Redactions redactions;
  private final Consumer<SessionId> again;

  /// Where nothing is made again because somebody asks for it.
  public Playback(EventLog log, ObjectStore store, Summaries summaries) {
    this(log, store, summaries, sid -> {});
  }

  /// `again` hears of recordings of which something is missing that can be derived.
  public Playback(EventLog log, ObjectStore store, Summaries summaries, Consumer<SessionId> again) {
    this.again = again;
    this.log = log;
    this.store = store;
    this.summaries = summaries;
    this.redactions = new Redactions(store);
  }

  /// A recording that is there, and its summary as JSON.
  @SuppressWarnings("ArrayRecordComponent") // it is written out and never compared
  public record Recorded(StoredObject object, byte[] summary, int redactions) {}

  /// How a cast can be shown.
  public sealed interface Shown {
    record Cast(Derived key, StoredObject object) implements Shown {}

    /// It is not whole, and nobody asked for what there is of it.
    record NotWhole(Verdict verdict) implements Shown {}

    /// It is being derived.
    record NotYet() implements Shown {}

    record NoRecording() implements Shown {}
  }

  public Optional<Recorded> recorded(SessionId sid) throws IOException {
    Optional<StoredObject> object = recording(sid);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    byte[] summary =
        summaries
            .of(sid, object.get())
            .map(known -> checked(sid, known))
            .orElse(SummaryJson.notYet());
    return Optional.of(new Recorded(object.get(), summary, redactions.count(sid)));
  }

  public Optional<StoredObject> recording(SessionId sid) {
    return store.recording(sid);
  }

  /// If something of it is hidden, so that the recording itself is for few.
  public boolean isRedacted(SessionId sid) {
    return redactions.count(sid) > 0;
  }

  /// Another form of the cast that is shown, where that is.
  public Shown form(SessionId sid, boolean partial, Kind kind) throws IOException {
    Shown shown = cast(sid, partial);
    if (!(shown instanceof Shown.Cast(Derived cast, StoredObject _))) {
      return shown;
    }
    Derived key = new Derived(sid, cast.original(), kind);
    Optional<StoredObject> form = store.find(key);
    if (form.isEmpty()) {
      again.accept(sid);
      return new Shown.NotYet();
    }
    return new Shown.Cast(key, form.get());
  }

  /// The cast; of a recording that is not whole only where `partial` asks for what there is of it.
  public Shown cast(SessionId sid, boolean partial) throws IOException {
    Shown shown = castNow(sid, partial);
    if (shown instanceof Shown.NotYet) {
      again.accept(sid);
    }
    return shown;
  }

  private Shown castNow(SessionId sid, boolean partial) throws IOException {
    Optional<StoredObject> recording = recording(sid);
    if (recording.isEmpty()) {
      return new Shown.NoRecording();
    }
    Optional<byte[]> summary = summaries.of(sid, recording.get());
    if (summary.isEmpty()) {
      return new Shown.NotYet();
    }
    Verdict verdict = SummaryJson.verdict(checked(sid, summary.get()));
    Derived original = Derived.of(sid, recording.get(), Kind.CAST);
    int count = redactions.count(sid);
    Derived key = Derived.cast(sid, recording.get(), count);
    boolean isShown = verdict.status() == Status.WHOLE || partial;
    Optional<StoredObject> cast = isShown ? store.find(key) : Optional.empty();
    if (isShown && count > 0 && cast.isEmpty() && store.find(original).isPresent()) {
      return new Shown.NotYet();
    }
    return cast.isPresent() ? new Shown.Cast(key, cast.get()) : new Shown.NotWhole(verdict);
  }

  /// A form of what there is of the recording to be shown, whole or not; the log is not asked.
  public Shown shown(SessionId sid, Kind kind) throws IOException {
    Optional<StoredObject> recording = recording(sid);
    if (recording.isEmpty()) {
      return new Shown.NoRecording();
    }
    Derived key = Derived.shown(sid, recording.get(), redactions.count(sid), kind);
    Optional<StoredObject> form = store.find(key);
    if (form.isPresent()) {
      return new Shown.Cast(key, form.get());
    }
    // Where it is not derived yet, this is what begins it.
    Optional<byte[]> summary = summaries.of(sid, recording.get());
    if (summary.isPresent() && store.find(Derived.of(sid, recording.get(), Kind.CAST)).isEmpty()) {
      return new Shown.NotWhole(SummaryJson.verdict(summary.get()));
    }
    again.accept(sid);
    return new Shown.NotYet();
  }

  /// A recording that ends between two parts looks whole; the log may know of an end behind it.
  private byte[] checked(SessionId sid, byte[] summary) {
    Verdict verdict = SummaryJson.verdict(summary);
    boolean readToItsEnd =
        switch (verdict.status()) {
          case WHOLE, NO_TERMINAL -> true;
          case CUT_OFF, DAMAGED, ENCRYPTED, TOO_LARGE, UNREADABLE -> false;
        };
    if (!readToItsEnd || SummaryJson.ended(summary)) {
      return summary;
    }
    long last = SummaryJson.lastIndex(summary);
    return log.session(sid.session().value(), Order.DESCENDING, null, LAST_EVENTS).events().stream()
        .map(StoredEvent::event)
        .filter(event -> event.type().endsWith("session.end") && event.index() > last)
        .filter(event -> !EndEvent.isSynthetic(event))
        .findFirst()
        .map(end ->
            SummaryJson.with(
                summary,
                new Verdict(
                    Status.CUT_OFF,
                    "the recording ends with event "
                        + last
                        + ", and the log has "
                        + end.type()
                        + " as event "
                        + end.index())))
        .orElse(summary);
  }
}
