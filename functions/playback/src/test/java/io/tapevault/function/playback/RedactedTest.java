package io.tapevault.function.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.SessionId;
import io.tapevault.recording.masking.Mask;
import io.tapevault.recording.masking.Mask.Span;
import io.tapevault.redaction.Redaction;
import io.tapevault.redaction.Redactions;
import io.tapevault.session.Index;
import io.tapevault.session.Playback;
import io.tapevault.session.Playback.Shown;
import io.tapevault.session.Redact;
import io.tapevault.session.Redact.Outcome;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class RedactedTest {

  private static final Instant NOW = Instant.parse("2026-11-22T14:00:07Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final SessionId SID = Recorded.STREAM;

  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final MemoryObjectStore store = new MemoryObjectStore(CLOCK);
  private final Index index = new Index(store, log);
  private final Playback playback = new Playback(log, store, index::summary);
  private final Redact redact = new Redact(store, log, sid -> {});

  private Outcome redact(List<Span> spans, String... texts) throws IOException {
    Mask mask = new Mask(spans, List.of(texts));
    return redact.redact(SID, new Redaction(mask, "alice", "a password", NOW));
  }

  private static List<String> times(String cast) {
    return cast.lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
  }

  private String cast() throws IOException {
    Shown.Cast shown = assertInstanceOf(Shown.Cast.class, playback.cast(SID, false));
    try (InputStream in = new GZIPInputStream(shown.object().open(0, shown.object().size()))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void nothing_that_was_derived_before_is_shown_from_then_on() throws IOException {
    Recorded.store(store, SID, Recorded.bytes(SID));
    index.index(SID);
    String before = cast();
    String word = before.replaceAll("(?s).*\\[[0-9.]+,\"o\",\"[^\"]*?([a-z]{4,}).*", "$1");
    assertTrue(word.matches("[a-z]{4,}"), before);
    assertInstanceOf(Outcome.Redacted.class, redact(List.of(), word));
    assertInstanceOf(Shown.NotYet.class, playback.cast(SID, false));
    index.index(SID);
    String after = cast();
    assertFalse(after.contains(word), after);
    assertTrue(after.contains("█".repeat(word.length())), after);
    // All its times but those of titles, which are left out.
    assertTrue(times(before).containsAll(times(after)));
    assertTrue(times(after).size() > times(before).size() / 2);
    redact(List.of(new Span(0, 1L << 40)));
    assertInstanceOf(Shown.NotYet.class, playback.cast(SID, true));
    index.index(SID);
    assertFalse(cast().lines().skip(1).anyMatch(line -> line.matches("\\[.*\"o\",\"[a-z]{3}.*")));
    try (InputStream in = playback.recording(SID).orElseThrow().open(0, Long.MAX_VALUE)) {
      assertArrayEquals(Recorded.bytes(SID), in.readAllBytes());
    }
  }

  @Test
  void a_recording_that_is_redacted_before_it_is_indexed_is_never_shown_without()
      throws IOException {
    Recorded.store(store, SID, Recorded.bytes(SID));
    redact(List.of(new Span(0, 1L << 40)));
    index.index(SID);
    assertTrue(cast().contains("█"));
  }

  @Test
  void there_are_as_many_as_are_looked_for() throws IOException {
    Recorded.store(store, SID, Recorded.bytes(SID));
    for (int i = 0; i < Redactions.MOST; i++) {
      assertInstanceOf(Outcome.Redacted.class, redact(List.of(), "text" + i));
    }
    assertInstanceOf(Outcome.TooMany.class, redact(List.of(), "another"));
    assertInstanceOf(Outcome.Redacted.class, redact(List.of(), "text7"));
    store.remove(SID, NOW);
    assertInstanceOf(Outcome.NoRecording.class, redact(List.of(), "another"));
  }
}
