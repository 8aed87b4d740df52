package io.tapevault.function.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tapevault.json.EventFields;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.Verdict;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.session.Index;
import io.tapevault.session.Playback;
import io.tapevault.session.Playback.Shown;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlaybackTest {

  private static final Instant NOW = Instant.parse("2026-11-22T14:00:07Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final MemoryObjectStore store = new MemoryObjectStore(CLOCK);
  private final Index index = new Index(store, log);
  private final Playback playback = new Playback(log, store, index::summary);

  private void arrives(SessionId sid) throws IOException {
    Recorded.store(store, sid, Recorded.bytes(sid));
    index.index(sid);
  }

  private void ends(SessionId sid, long at) {
    String end =
        "{\"event\":\"session.end\",\"sid\":\""
            + sid
            + "\",\"ei\":"
            + at
            + ",\"uid\":\"E\",\"time\":\"2023-11-14T22:13:23.910Z\",\"user\":\"alice\"}";
    log.append(List.of(Recorded.event(end, NOW)));
  }

  private Verdict refused(SessionId sid) throws IOException {
    return assertInstanceOf(Shown.NotWhole.class, playback.cast(sid, false)).verdict();
  }

  private Map<String, String> content(SessionId sid) throws IOException {
    byte[] json = playback.recorded(sid).orElseThrow().summary();
    return EventFields.of(new String(json, UTF_8), Set.of("status", "reason", "format"));
  }

  @Test
  void nobody_waits_while_a_recording_is_indexed() throws IOException {
    assertInstanceOf(Shown.NoRecording.class, playback.cast(Recorded.STREAM, true));
    Recorded.store(store, Recorded.STREAM, Recorded.bytes(Recorded.STREAM));
    assertInstanceOf(Shown.NotYet.class, playback.cast(Recorded.STREAM, false));
    assertEquals(Map.of("status", "indexing"), content(Recorded.STREAM));
    index.index(Recorded.STREAM);
    assertInstanceOf(Shown.Cast.class, playback.cast(Recorded.STREAM, false));
    assertEquals("whole", content(Recorded.STREAM).get("status"));
  }

  @Test
  void a_recording_that_ends_before_the_log_does_is_cut_off() throws IOException {
    arrives(Recorded.WITHOUT_ITS_END);
    assertInstanceOf(Shown.Cast.class, playback.cast(Recorded.WITHOUT_ITS_END, false));
    ends(Recorded.WITHOUT_ITS_END, 22);
    String reason = "the recording ends with event 7, and the log has session.end as event 22";
    assertEquals(new Verdict(Status.CUT_OFF, reason), refused(Recorded.WITHOUT_ITS_END));
    assertEquals(
        Map.of("status", "cut-off", "reason", reason, "format", "protostream-1"),
        content(Recorded.WITHOUT_ITS_END));
    assertInstanceOf(Shown.Cast.class, playback.cast(Recorded.WITHOUT_ITS_END, true));
  }

  @ParameterizedTest
  @CsvSource({"3", "7"})
  void an_end_that_the_recording_went_past_says_nothing_against_it(long end) throws IOException {
    arrives(Recorded.WITHOUT_ITS_END);
    ends(Recorded.WITHOUT_ITS_END, end);
    assertInstanceOf(Shown.Cast.class, playback.cast(Recorded.WITHOUT_ITS_END, false));
  }

  @Test
  void a_recording_with_its_own_end_is_whole_whatever_the_log_says() throws IOException {
    arrives(Recorded.STREAM);
    ends(Recorded.STREAM, 1_000_000);
    assertInstanceOf(Shown.Cast.class, playback.cast(Recorded.STREAM, false));
  }

  @Test
  void an_encrypted_recording_is_encrypted_and_one_of_a_database_is_shown_as_text()
      throws IOException {
    arrives(Recorded.ENCRYPTED);
    assertEquals(Status.ENCRYPTED, refused(Recorded.ENCRYPTED).status());
    assertEquals("encrypted", content(Recorded.ENCRYPTED).get("status"));
    arrives(Recorded.DATABASE);
    assertInstanceOf(Shown.Cast.class, playback.cast(Recorded.DATABASE, false));
    assertEquals("whole", content(Recorded.DATABASE).get("status"));
  }
}
