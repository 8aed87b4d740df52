package io.tapevault.session;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.recording.masking.Masking;
import io.tapevault.redaction.Redaction;
import io.tapevault.redaction.Redactions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Derives the other forms of the cast that is shown: with all that is redacted masked.
final class Forms {

  private final ObjectStore store;
  private final Screens screens;
  private final Redactions redactions;

  Forms(ObjectStore store, Screens screens) {
    this.store = store;
    this.screens = screens;
    this.redactions = new Redactions(store);
  }

  /// Unless they are there already, or there is no cast to make them of.
  void derive(SessionId sid) throws IOException {
    Optional<StoredObject> recording = store.recording(sid);
    if (screens.kinds().isEmpty() || recording.isEmpty()) {
      return;
    }
    List<Redaction> all = redactions.of(sid);
    Derived last = Derived.shown(sid, recording.get(), all.size(), screens.kinds().getLast());
    if (store.find(last).isPresent()
        || store.find(Derived.of(sid, recording.get(), Kind.CAST)).isEmpty()) {
      return;
    }
    try {
      new Writing(sid, recording.get(), all).write(screens.kinds(), new EnumMap<>(Kind.class));
    } catch (Damaged e) {
      // There is nothing in it that could be shown.
    }
  }

  private final class Writing {
    private final SessionId sid;
    private final StoredObject recording;
    private final List<Redaction> all;

    Writing(SessionId sid, StoredObject recording, List<Redaction> all) {
      this.sid = sid;
      this.recording = recording;
      this.all = all;
    }

    /// Each is written while the one before it is: one pass is enough for all of them.
    void write(List<Kind> kinds, Map<Kind, OutputStream> outputs) throws IOException {
      if (kinds.isEmpty()) {
        read(outputs);
        return;
      }
      // The outermost is complete last.
      Kind kind = kinds.getLast();
      store.write(
          Derived.shown(sid, recording, all.size(), kind),
          out -> {
            outputs.put(kind, out);
            write(kinds.subList(0, kinds.size() - 1), outputs);
          });
      if (!outputs.containsKey(kind)) {
        // It was there already: an earlier run broke off before the others were.
        write(kinds.subList(0, kinds.size() - 1), outputs);
      }
    }

    private void read(Map<Kind, OutputStream> outputs) throws IOException {
      Screens.Forms forms = screens.forms(outputs);
      try (RecordingReader reader = Recordings.open(recording)) {
        if (all.isEmpty()) {
          RecordingSummary _ = Asciicast.convert(reader, forms);
        } else {
          Masking masking = new Masking(forms, Redactions.mask(all));
          RecordingSummary _ = Asciicast.convert(reader, masking);
          masking.finish();
        }
      }
      forms.finish();
    }
  }
}
