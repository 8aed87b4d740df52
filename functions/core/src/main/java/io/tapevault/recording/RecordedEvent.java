package io.tapevault.recording;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event of a recording, in the order of the recording.
public sealed interface RecordedEvent {

  Stamp stamp();

  /// Which event, and when: `index` and `time` as recorded (null where no time was); `millis`
  /// counts from the start of the session, is never negative, and may go back where a clock did.
  record Stamp(long index, String type, @Nullable Instant time, long millis) {}

  /// Who was where; the empty string where the recording does not say.
  record Origin(String sessionId, String user, String login, String server) {
    public static final Origin UNKNOWN = new Origin("", "", "", "");
  }

  /// What is told beside a terminal: who takes part, what was run or asked, what a reader is shown
  /// of a session without a terminal, and the title of a cast. Empty where nothing is told.
  record Detail(List<String> users, String command, String said, String title) {
    public static final Detail NONE = new Detail(List.of(), "", "", "");

    public Detail {
      users = List.copyOf(users);
    }
  }

  default Detail detail() {
    return Detail.NONE;
  }

  /// The start of a session. Without a terminal, as of a command that was run, there is no size.
  record SessionStarted(Stamp stamp, Origin origin, @Nullable TerminalSize size, Detail detail)
      implements RecordedEvent {
    public SessionStarted(Stamp stamp, Origin origin, @Nullable TerminalSize size) {
      this(stamp, origin, size, Detail.NONE);
    }
  }

  /// `print`: bytes that the terminal showed, which need not begin or end at a character.
  /// `delayMillis` counts from the first print.
  record Printed(Stamp stamp, long delayMillis, ByteBuffer data) implements RecordedEvent {
    public Printed {
      data = data.asReadOnlyBuffer();
    }

    /// A view of its own for every caller.
    @Override
    public ByteBuffer data() {
      return data.duplicate();
    }
  }

  /// `resize`.
  record Resized(Stamp stamp, TerminalSize size) implements RecordedEvent {}

  /// The end of a session. A recording may lack it.
  record SessionEnded(Stamp stamp, Detail detail) implements RecordedEvent {
    public SessionEnded(Stamp stamp) {
      this(stamp, Detail.NONE);
    }
  }

  /// What somebody has marked this moment with, in a cast.
  record Marked(Stamp stamp, String label) implements RecordedEvent {}

  /// Whatever a terminal does not show, from any version.
  record Other(Stamp stamp, Detail detail) implements RecordedEvent {
    public Other(Stamp stamp) {
      this(stamp, Detail.NONE);
    }
  }
}
