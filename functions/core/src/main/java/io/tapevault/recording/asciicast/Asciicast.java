package io.tapevault.recording.asciicast;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.RecordedEvent;
import io.tapevault.recording.RecordedEvent.Marked;
import io.tapevault.recording.RecordedEvent.Origin;
import io.tapevault.recording.RecordedEvent.Other;
import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Resized;
import io.tapevault.recording.RecordedEvent.SessionEnded;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.recording.RecordedEvent.Stamp;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.Verdict;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.recording.database.Dialogue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Turns a recording into an asciicast, in one pass, and sums it up on the way.
///
/// A damaged recording becomes a cast of what can be read, with a marker where it ends; whether to
/// show it is up to the caller, whom the summary tells.
public final class Asciicast {

  private static final TerminalSize OF_DIALOGUES =
      new TerminalSize(Dialogue.COLUMNS, Dialogue.ROWS);

  private final CastSink lines;
  private final RunningSummary running = new RunningSummary();
  private final Utf8Decoder text = new Utf8Decoder();
  private boolean headed;
  private boolean says;
  private String title = "";
  private long millis;

  private Asciicast(CastSink lines) {
    this.lines = lines;
  }

  /// Reads `reader` to its end, and leaves `out` open. Throws only where the source cannot be read
  /// or the cast cannot be written.
  public static RecordingSummary convert(
      RecordingReader reader, OutputStream out, CastVersion version) throws IOException {
    try (CastLines lines = new CastLines(out, version)) {
      return convert(reader, lines);
    }
  }

  /// The same, to whatever takes casts.
  public static RecordingSummary convert(RecordingReader reader, CastSink sink) throws IOException {
    Asciicast cast = new Asciicast(sink);
    Verdict verdict = cast.events(reader);
    cast.finish(verdict);
    return cast.running.summary(reader, verdict);
  }

  private Verdict events(RecordingReader reader) throws IOException {
    try {
      for (Optional<RecordedEvent> event = reader.next();
          event.isPresent();
          event = reader.next()) {
        running.add(event.get());
        add(event.get());
      }
      return running.verdict();
    } catch (Damaged e) {
      return e.verdict();
    }
  }

  private void add(RecordedEvent event) throws IOException {
    switch (event) {
      case SessionStarted started -> start(started);
      case Printed print -> {
        head(TerminalSize.USUAL, print.stamp().time(), Origin.UNKNOWN);
        write(print.stamp(), CastSink.OUTPUT, text.decode(print.data()));
      }
      case Resized to -> {
        head(to.size(), to.stamp().time(), Origin.UNKNOWN);
        resize(to.stamp(), to.size());
      }
      case SessionEnded end -> {
        say(end);
        millis = Math.max(millis, end.stamp().millis());
      }
      case Marked marked -> {
        head(TerminalSize.USUAL, marked.stamp().time(), Origin.UNKNOWN);
        write(marked.stamp(), CastSink.MARKER, CharBuffer.wrap(marked.label()));
      }
      case Other other -> say(other);
    }
  }

  /// What was said to a database, and by it, as if it had been printed.
  private void say(RecordedEvent event) throws IOException {
    String said = event.detail().said();
    if (said.isEmpty()) {
      return;
    }
    head(OF_DIALOGUES, event.stamp().time(), Origin.UNKNOWN);
    if (!says) {
      says = true;
      write(event.stamp(), CastSink.MARKER, CharBuffer.wrap(Dialogue.NO_TERMINAL));
    }
    write(event.stamp(), CastSink.OUTPUT, CharBuffer.wrap(said));
  }

  private void start(SessionStarted started) throws IOException {
    TerminalSize size = started.size();
    title = started.detail().title();
    if (!started.detail().said().isEmpty()) {
      head(OF_DIALOGUES, started.stamp().time(), started.origin());
      say(started);
    } else if (!headed) {
      head(size == null ? TerminalSize.USUAL : size, started.stamp().time(), started.origin());
    } else if (size != null) {
      resize(started.stamp(), size);
    }
  }

  private void finish(Verdict verdict) throws IOException {
    head(TerminalSize.USUAL, null, Origin.UNKNOWN);
    CharBuffer rest = text.finish();
    if (rest.hasRemaining()) {
      lines.event(millis, CastSink.OUTPUT, rest);
    }
    if (verdict.status() != Status.WHOLE) {
      lines.event(millis, CastSink.MARKER, CharBuffer.wrap("recording: " + verdict.reason()));
    }
  }

  private void head(TerminalSize size, @Nullable Instant time, Origin origin) throws IOException {
    if (!headed) {
      String known = title(origin);
      lines.header(size, time, known.isEmpty() ? title : known);
      headed = true;
    }
  }

  private static String title(Origin origin) {
    String login =
        Stream.of(origin.login(), origin.server())
            .filter(s -> !s.isEmpty())
            .collect(Collectors.joining("@"));
    return Stream.of(origin.user(), login)
        .filter(s -> !s.isEmpty())
        .collect(Collectors.joining(" as "));
  }

  private void resize(Stamp stamp, TerminalSize size) throws IOException {
    write(stamp, CastSink.RESIZE, CharBuffer.wrap(size.columns() + "x" + size.rows()));
  }

  /// A player expects time not to go back.
  private void write(Stamp stamp, char code, CharBuffer data) throws IOException {
    millis = Math.max(millis, stamp.millis());
    if (data.hasRemaining()) {
      lines.event(millis, code, data);
    }
  }
}
