package io.tapevault.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.EventLog;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.memory.MemoryEventLog;
import java.nio.CharBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoggedDialogueTest {

  private static final SessionId SID = SessionId.parse("db-session").orElseThrow();
  private static final int MILLION = 1_000_000;

  private final EventLog log =
      new MemoryEventLog(InstantSource.fixed(Events.NOON), Retention.DEFAULT);
  private final List<String> markers = new ArrayList<>();
  private long characters;

  private final CastSink sink =
      new CastSink() {
        @Override
        public void header(TerminalSize size, @Nullable Instant time, String title) {}

        @Override
        public void event(long millis, char code, CharBuffer data) {
          if (code == OUTPUT) {
            characters += data.length();
          } else {
            markers.add(data.toString());
          }
        }
      };

  @ParameterizedTest
  @CsvSource({"8, false", "20, true"})
  void what_would_fill_the_memory_ends_and_says_so(int questions, boolean ends) throws Exception {
    for (int i = 0; i < questions; i++) {
      log.append(
          List.of(
              Events.event(
                  """
                  {"event":"db.session.query","time":"%s","uid":"q%d","sid":"%s","ei":%d,"db_query":"%s"}\
                  """
                      .formatted(Events.NOON, i, SID.value(), i, "x".repeat(MILLION)))));
    }
    LoggedDialogue.of(log, InstantSource.fixed(Events.NOON), SID).to(sink);
    assertTrue(characters < 10 * MILLION, () -> characters + " characters");
    assertTrue(characters >= 8 * MILLION, () -> characters + " characters");
    assertEquals(ends, markers.contains("there are more events than these"), markers::toString);
  }
}
