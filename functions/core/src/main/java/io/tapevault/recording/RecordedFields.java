package io.tapevault.recording;

import io.tapevault.recording.RecordedEvent.Detail;
import io.tapevault.recording.RecordedEvent.Marked;
import io.tapevault.recording.RecordedEvent.Origin;
import io.tapevault.recording.RecordedEvent.Other;
import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Resized;
import io.tapevault.recording.RecordedEvent.SessionEnded;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.recording.RecordedEvent.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The fields of one event, as they stand in a recording of either format.
public final class RecordedFields {

  /// The events that a player acts on, by their type in JSON.
  public enum Kind {
    START("session.start"),
    PRINT("print"),
    RESIZE("resize"),
    END("session.end"),
    MARKER("marker"),
    OTHER("unknown");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    public static Kind of(String type) {
      for (Kind kind : values()) {
        if (kind.type.equals(type)) {
          return kind;
        }
      }
      return OTHER;
    }
  }

  /// The bytes of a print. Those of a tarball lie elsewhere in it, and are read once, in order.
  public interface Data {
    ByteBuffer read() throws IOException;
  }

  private static final int LONGEST_TYPE = 100;
  // Who names more of them at once is not believed.
  private static final int MOST_USERS = 100;

  /// The record or the line itself.
  public final byte[] raw;

  /// If it is the first of its part or file.
  public final boolean first;

  public final Kind kind;
  public OptionalLong index = OptionalLong.empty();
  public @Nullable Instant time;
  public long delayMillis;

  /// From the start of the session, where the recording itself counts so.
  public OptionalLong elapsedMillis = OptionalLong.empty();

  public Data data = () -> ByteBuffer.allocate(0);
  public String size = "";
  public String sessionId = "";
  public String user = "";
  public String login = "";
  public String server = "";

  /// Who takes part, as far as this event tells.
  private List<String> users = List.of();

  /// A command that was run, or what a database was asked.
  public String command = "";

  /// What a reader is shown of it, of a session without a terminal.
  public String said = "";

  /// What a cast calls itself.
  public String title = "";

  /// What a moment is marked with.
  public String label = "";

  private String type;

  public RecordedFields(byte[] raw, boolean first, Kind kind) {
    this.raw = raw;
    this.first = first;
    this.kind = kind;
    this.type = kind.type;
  }

  public void takesPart(String user) {
    if (!user.isEmpty() && users.size() < MOST_USERS) {
      users = Stream.concat(users.stream(), Stream.of(user)).toList();
    }
  }

  /// Takes over what another reading of the same event found.
  public void tells(RecordedFields other) {
    users = other.users;
    command = other.command;
    said = other.said;
    sessionId = other.sessionId;
    user = other.user;
    login = other.login;
    server = other.server;
  }

  public String type() {
    return type;
  }

  public void type(String text) {
    if (!text.isEmpty()) {
      type = text.substring(0, Math.min(LONGEST_TYPE, text.length()));
    }
  }

  RecordedEvent event(Stamp stamp) throws IOException {
    return switch (kind) {
      case START ->
          new SessionStarted(
              stamp,
              new Origin(sessionId, user, login, server),
              TerminalSize.parse(size).orElse(null),
              detail());
      case PRINT -> new Printed(stamp, delayMillis, data.read());
      case RESIZE ->
          TerminalSize.parse(size)
              .<RecordedEvent>map(to -> new Resized(stamp, to))
              .orElseGet(() -> new Other(stamp));
      case END -> new SessionEnded(stamp, detail());
      case MARKER -> new Marked(stamp, label);
      case OTHER -> new Other(stamp, detail());
    };
  }

  private Detail detail() {
    return users.isEmpty() && command.isEmpty() && said.isEmpty() && title.isEmpty()
        ? Detail.NONE
        : new Detail(users, command, said, title);
  }
}
