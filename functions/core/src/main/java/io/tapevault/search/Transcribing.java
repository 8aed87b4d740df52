package io.tapevault.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.json.EventFields;
import io.tapevault.json.EventTime;
import io.tapevault.recording.LineReader;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.redaction.Redactions;
import io.tapevault.search.Transcripts.Taker;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Takes the transcripts that were derived to where words are looked for.
public final class Transcribing {

  // As a transcript is written, with every character escaped.
  private static final int LONGEST = 1 << 16;
  private static final Set<String> LINE = Set.of("at", "text");
  private static final Set<String> SUMMARY = Set.of("user", "server", "start");

  private final ObjectStore store;
  private final Transcripts transcripts;
  private final Redactions redactions;

  public Transcribing(ObjectStore store, Transcripts transcripts) {
    this.store = store;
    this.transcripts = transcripts;
    this.redactions = new Redactions(store);
  }

  /// That of what is shown now, unless it is there already or none was derived.
  public void take(SessionId sid) throws IOException {
    Optional<StoredObject> recording = store.recording(sid);
    if (recording.isEmpty()) {
      return;
    }
    int count = redactions.count(sid);
    take(sid, recording.get(), count);
    if (redactions.count(sid) != count) {
      // What was redacted meanwhile must not stay where others than us may read it.
      transcripts.remove(sid);
    }
  }

  private void take(SessionId sid, StoredObject recording, int count) throws IOException {
    Optional<StoredObject> derived =
        store.find(Derived.shown(sid, recording, count, Kind.TRANSCRIPT));
    Optional<StoredObject> summary = store.find(Derived.of(sid, recording, Kind.SUMMARY));
    if (derived.isEmpty() || summary.isEmpty()) {
      return;
    }
    Map<String, String> told = EventFields.of(text(summary.get()), SUMMARY);
    Instant start = EventTime.parse(told.getOrDefault("start", "")).orElseGet(recording::written);
    transcripts.put(
        new Transcribed(
            sid,
            Transcribed.version(sid, recording, count),
            start,
            told.getOrDefault("user", ""),
            told.getOrDefault("server", "")),
        taker -> tell(derived.get(), taker));
  }

  private static String text(StoredObject object) throws IOException {
    try (InputStream in = object.open(0, object.size())) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void tell(StoredObject derived, Taker taker) throws IOException {
    try (LineReader lines =
        new LineReader(new GZIPInputStream(derived.open(0, derived.size())), LONGEST)) {
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        Map<String, String> told = EventFields.of(new String(line.get(), UTF_8), LINE);
        taker.line(
            new BigDecimal(told.getOrDefault("at", "0")).movePointRight(3).longValue(),
            told.getOrDefault("text", ""));
      }
    }
  }
}
