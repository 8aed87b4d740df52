package io.tapevault.session;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.StoredEvent;
import io.tapevault.json.EventFields;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.recording.database.Dialogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A session of a database as its events in the log tell it: for where no recording of it is.
public final class LoggedDialogue {

  // It begins with the session's start.
  private static final int LOOKED_AT = 10;
  private static final int MOST_PARAMETERS = 1_000;
  // What is made of it may be held; who wants more has the events themselves.
  private static final int MOST_CHARACTERS = 8 << 20;
  private static final Set<String> WHO = Set.of("user", "db_user", "db_service");

  private final EventLog log;
  private final InstantSource clock;
  private final SessionId sid;

  private LoggedDialogue(EventLog log, InstantSource clock, SessionId sid) {
    this.log = log;
    this.clock = clock;
    this.sid = sid;
  }

  /// If the log has one of this session.
  public static boolean isThere(EventLog log, SessionId sid) {
    return log.session(sid.value(), Order.ASCENDING, null, LOOKED_AT).events().stream()
        .anyMatch(one -> Dialogue.isOne(one.event().type()));
  }

  public static LoggedDialogue of(EventLog log, InstantSource clock, SessionId sid) {
    return new LoggedDialogue(log, clock, sid);
  }

  /// As a cast, in the order of the events' indexes. What takes longer to read than
  /// [Sessions#PATIENCE], or is longer than a few books, ends with a marker that says so.
  public void to(CastSink sink) throws IOException {
    Cast cast = new Cast(sink);
    try {
      boolean whole = WholeSession.read(log, clock, sid.value(), cast::add);
      cast.finish(whole);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static final class Cast {
    private final CastSink sink;
    private Instant start = Instant.EPOCH;
    private boolean headed;
    private long millis;
    private long characters;
    private boolean cut;

    Cast(CastSink sink) {
      this.sink = sink;
    }

    void add(StoredEvent stored) {
      if (Dialogue.isOne(stored.event().type())) {
        try {
          say(stored.event(), stored.position().time());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    private void say(AuditEvent event, Instant time) throws IOException {
      if (characters > MOST_CHARACTERS) {
        cut = true;
        return;
      }
      if (!headed) {
        head(EventFields.of(event.json(), WHO), time);
      }
      millis = Math.max(millis, Duration.between(start, time).toMillis());
      Map<String, String> members = EventFields.of(event.json(), Dialogue.MEMBERS);
      String said = Dialogue.of(event.type(), members, parameters(event.json()));
      characters += said.length();
      sink.event(millis, CastSink.OUTPUT, CharBuffer.wrap(said));
    }

    private static List<String> parameters(String json) {
      return Dialogue.LISTS.stream()
          .map(name -> EventFields.texts(json, name, MOST_PARAMETERS))
          .filter(texts -> !texts.isEmpty())
          .findFirst()
          .orElse(List.of());
    }

    private void head(Map<String, String> who, Instant time) throws IOException {
      headed = true;
      start = time;
      String title =
          "%s as %s@%s"
              .formatted(
                  who.getOrDefault("user", "?"),
                  who.getOrDefault("db_user", "?"),
                  who.getOrDefault("db_service", "?"));
      sink.header(new TerminalSize(Dialogue.COLUMNS, Dialogue.ROWS), time, title);
      sink.event(0, CastSink.MARKER, CharBuffer.wrap(Dialogue.NO_TERMINAL));
    }

    void finish(boolean whole) throws IOException {
      if (!headed) {
        head(Map.of(), start);
      }
      if (!whole || cut) {
        sink.event(millis, CastSink.MARKER, CharBuffer.wrap("there are more events than these"));
      }
    }
  }
}
