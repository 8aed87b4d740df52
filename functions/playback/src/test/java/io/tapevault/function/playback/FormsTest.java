package io.tapevault.function.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.masking.Mask;
import io.tapevault.redaction.Redaction;
import io.tapevault.redaction.Redactions;
import io.tapevault.screen.Emulator;
import io.tapevault.session.Announcements.Said;
import io.tapevault.session.Index;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class FormsTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T14:00:07.412Z"));
  private static final SessionId SID = new SessionId("5b1dfa4e-7d2d-4c88-9d1f-0a2c6a1b9e01");

  private final MemoryObjectStore store = new MemoryObjectStore(CLOCK);
  private final Index index =
      new Index(
          store,
          new MemoryEventLog(CLOCK, Retention.DEFAULT),
          (stored, recording) -> Said.NOTHING,
          Long.MAX_VALUE,
          new Emulator());

  @Test
  void what_a_reader_saw_is_derived_line_by_line() throws IOException {
    recorded(
        """
        {"version":2,"width":80,"height":24}
        [0.5,"o","$ l"]
        [1.25,"o","s\\r\\nfi\\u001b[31mle\\u001b[0m\\r\\n"]
        """);
    assertEquals(
        """
        {"at":1.250,"text":"$ ls"}
        {"at":1.250,"text":"file"}
        """,
        transcript(0).orElse("nothing"));
  }

  @Test
  void what_is_redacted_is_in_no_form_of_it() throws IOException {
    recorded(
        """
        {"version":2,"width":80,"height":24}
        [1,"o","pass"]
        [2,"o","word\\r\\nrest\\r\\n"]
        """);
    new Redactions(store)
        .add(
            SID,
            new Redaction(
                new Mask(List.of(), List.of("password")), "alice", "a secret", CLOCK.instant()));
    index.index(SID);
    index.forms(SID);
    assertEquals(
        """
        {"at":2.000,"text":"████████"}
        {"at":2.000,"text":"rest"}
        """,
        transcript(1).orElse("nothing"));
  }

  @Test
  void made_again_they_are_the_same() throws IOException {
    recorded("{\"version\":2,\"width\":80,\"height\":24}\n[1,\"o\",\"x\"]\n");
    Optional<String> before = transcript(0);
    index.forms(SID);
    assertTrue(before.isPresent());
    assertEquals(before, transcript(0));
  }

  @Test
  void of_what_is_no_recording_nothing_is_made() throws IOException {
    recorded("no recording at all");
    assertEquals(Optional.empty(), transcript(0));
    index.forms(new SessionId("5b1dfa4e-7d2d-4c88-9d1f-0a2c6a1b9e02"));
  }

  private void recorded(String text) throws IOException {
    store.write(new ObjectKey.Recording(SID), out -> out.write(text.getBytes(UTF_8)));
    index.index(SID);
    index.forms(SID);
  }

  private Optional<String> transcript(int redactions) throws IOException {
    StoredObject recording = store.find(new ObjectKey.Recording(SID)).orElseThrow();
    Optional<StoredObject> found =
        store.find(Derived.shown(SID, recording, redactions, Kind.TRANSCRIPT));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = new GZIPInputStream(found.get().open(0, found.get().size()))) {
      return Optional.of(new String(in.readAllBytes(), UTF_8));
    }
  }
}
