package io.tapevault.recording;

import io.tapevault.recording.RecordedEvent.Origin;
import io.tapevault.recording.RecordedEvent.Other;
import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Resized;
import io.tapevault.recording.RecordedEvent.SessionEnded;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.recording.RecordedEvent.Stamp;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// An event while it is being read from either format, field by field.
final class Draft {

  /// The events that a player acts on, by their type in JSON.
  enum Kind {
    START("session.start"),
    PRINT("print"),
    RESIZE("resize"),
    END("session.end"),
    OTHER("unknown");

    final String type;

    Kind(String type) {
      this.type = type;
    }

    static Kind of(String type) {
      for (Kind kind : values()) {
        if (kind.type.equals(type)) {
          return kind;
        }
      }
      return OTHER;
    }
  }

  private static final int LONGEST_TYPE = 100;

  Kind kind;
  String type;
  OptionalLong index = OptionalLong.empty();
  @Nullable Instant time;
  long delayMillis;
  ByteBuffer data = ByteBuffer.allocate(0);
  String size = "";
  String sessionId = "";
  String user = "";
  String login = "";
  String server = "";

  Draft(Kind kind) {
    this.kind = kind;
    this.type = kind.type;
  }

  void type(String text) {
    if (!text.isEmpty()) {
      type = text.substring(0, Math.min(LONGEST_TYPE, text.length()));
    }
  }

  /// A delay that no session lasts for is none.
  void delay(long millis) {
    delayMillis = millis < 0 || millis > EventTrack.LONGEST_SESSION ? 0 : millis;
  }

  RecordedEvent finish(Stamp stamp) {
    return switch (kind) {
      case START ->
          new SessionStarted(
              stamp,
              new Origin(sessionId, user, login, server),
              TerminalSize.parse(size).orElse(TerminalSize.USUAL));
      case PRINT -> new Printed(stamp, delayMillis, data);
      case RESIZE ->
          TerminalSize.parse(size)
              .<RecordedEvent>map(to -> new Resized(stamp, to))
              .orElseGet(() -> new Other(stamp));
      case END -> new SessionEnded(stamp);
      case OTHER -> new Other(stamp);
    };
  }
}
