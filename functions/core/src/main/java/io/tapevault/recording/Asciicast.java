package io.tapevault.recording;

import io.tapevault.recording.RecordedEvent.Origin;
import io.tapevault.recording.RecordedEvent.Other;
import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Resized;
import io.tapevault.recording.RecordedEvent.SessionEnded;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.recording.RecordedEvent.Stamp;
import io.tapevault.recording.RecordingSummary.Damage;
import java.io.IOException;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Turns a recording into asciicast v2, in one pass, and sums it up on the way.
///
/// A damaged recording becomes a cast of what can be read, with a marker where it ends; whether to
/// show it is up to the caller, whom the summary tells.
public final class Asciicast {

  private static final char OUTPUT = 'o';
  private static final char RESIZE = 'r';
  private static final char MARKER = 'm';

  private final CastLines lines;
  private final Tally tally = new Tally();
  private final Utf8Decoder text = new Utf8Decoder();
  private boolean headed;
  private long millis;

  private Asciicast(CastLines lines) {
    this.lines = lines;
  }

  /// Reads `reader` to its end. Throws only where the source cannot be read or the cast cannot be
  /// written.
  public static RecordingSummary convert(RecordingReader reader, CastLines lines)
      throws IOException {
    Asciicast cast = new Asciicast(lines);
    Damage damage = cast.events(reader);
    cast.finish(damage);
    return cast.tally.summary(reader, damage);
  }

  private @Nullable Damage events(RecordingReader reader) throws IOException {
    try {
      for (Optional<RecordedEvent> event = reader.next();
          event.isPresent();
          event = reader.next()) {
        tally.add(event.get());
        add(event.get());
      }
      return null;
    } catch (CorruptRecording e) {
      return new Damage(String.valueOf(e.getMessage()), e.cutOff());
    }
  }

  private void add(RecordedEvent event) throws IOException {
    switch (event) {
      case SessionStarted started -> start(started);
      case Printed print -> {
        head(TerminalSize.USUAL, print.stamp().time(), Origin.UNKNOWN);
        write(print.stamp(), OUTPUT, text.decode(print.data()));
      }
      case Resized to -> {
        head(to.size(), to.stamp().time(), Origin.UNKNOWN);
        resize(to.stamp(), to.size());
      }
      case SessionEnded end -> millis = Math.max(millis, end.stamp().millis());
      case Other _ -> {}
    }
  }

  private void start(SessionStarted started) throws IOException {
    if (headed) {
      resize(started.stamp(), started.size());
    } else {
      head(started.size(), started.stamp().time(), started.origin());
    }
  }

  private void finish(@Nullable Damage damage) throws IOException {
    head(TerminalSize.USUAL, null, Origin.UNKNOWN);
    CharBuffer rest = text.finish();
    if (rest.hasRemaining()) {
      lines.event(millis, OUTPUT, rest);
    }
    if (damage != null) {
      lines.event(millis, MARKER, CharBuffer.wrap("recording is " + damage.reason()));
    }
  }

  private void head(TerminalSize size, @Nullable Instant time, Origin origin) throws IOException {
    if (!headed) {
      lines.header(size, time, title(origin));
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
    write(stamp, RESIZE, CharBuffer.wrap(size.columns() + "x" + size.rows()));
  }

  /// A player expects time not to go back.
  private void write(Stamp stamp, char code, CharBuffer data) throws IOException {
    millis = Math.max(millis, stamp.millis());
    if (data.hasRemaining()) {
      lines.event(millis, code, data);
    }
  }
}
