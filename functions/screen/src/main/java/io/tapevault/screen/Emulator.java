package io.tapevault.screen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.session.Screens;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the forms of a cast with an emulator of a terminal.
public final class Emulator implements Screens {

  /// What is said where a session asked for more than there is time for.
  static final String TOO_MUCH =
      "what follows was not looked at: it asks for too much of a terminal";

  // Some ten minutes, and several gigabytes of what programs print.
  private static final long MOST_WORK = 400_000_000_000L;

  private final long mostWork;

  public Emulator() {
    this(MOST_WORK);
  }

  Emulator(long mostWork) {
    this.mostWork = mostWork;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(Kind.TRANSCRIPT, Kind.PICTURE, Kind.SEGMENTS);
  }

  @Override
  public Forms forms(Map<Kind, OutputStream> outputs) throws IOException {
    OutputStream transcript = outputs.get(Kind.TRANSCRIPT);
    TranscriptLines lines =
        TranscriptLines.to(transcript == null ? OutputStream.nullOutputStream() : transcript);
    List<Form> watching = new ArrayList<>();
    OutputStream picture = outputs.get(Kind.PICTURE);
    if (picture != null) {
      watching.add(new Shot(picture, lines::screen));
    }
    OutputStream segments = outputs.get(Kind.SEGMENTS);
    if (segments != null) {
      watching.add(new Segments(segments, lines::screen));
    }
    return new All(watching, lines, mostWork);
  }

  /// One of them.
  interface Form extends CastSink {
    void finish() throws IOException;
  }

  /// The last one has the screen; the others see it as it was before each event.
  private static final class All implements Forms {
    private final List<Form> watching;
    private final TranscriptLines lines;
    private final long mostWork;
    private boolean tooMuch;

    All(List<Form> watching, TranscriptLines lines, long mostWork) {
      this.watching = watching;
      this.lines = lines;
      this.mostWork = mostWork;
    }

    @Override
    public void header(TerminalSize size, @Nullable Instant time, String title) throws IOException {
      for (Form form : watching) {
        form.header(size, time, title);
      }
      lines.header(size, time, title);
    }

    @Override
    public void event(long millis, char code, CharBuffer data) throws IOException {
      if (tooMuch) {
        return;
      }
      tooMuch = lines.screen().work() > mostWork;
      for (Form form : watching) {
        form.event(
            millis, tooMuch ? CastSink.MARKER : code, tooMuch ? CharBuffer.wrap(TOO_MUCH) : data);
      }
      if (tooMuch) {
        lines.endWith(millis, "(" + TOO_MUCH + ")");
      } else {
        lines.event(millis, code, data);
      }
    }

    @Override
    public void finish() throws IOException {
      for (Form form : watching) {
        form.finish();
      }
      lines.finish();
    }
  }

  @Override
  public Moment moment(long millis) {
    return new At(new Still(millis));
  }

  private record At(Still still) implements Moment {

    @Override
    public void header(TerminalSize size, @Nullable Instant time, String title) {
      still.header(size, time, title);
    }

    @Override
    public void event(long millis, char code, CharBuffer data) {
      still.event(millis, code, data);
    }

    @Override
    public TerminalSize size() {
      return still.screen().size();
    }

    @Override
    public String redraw() {
      return still.screen().snapshot();
    }

    @Override
    public byte[] svg() {
      return Svg.bounded(still.screen().picture(Svg.MOST_COLUMNS, Svg.MOST_ROWS)).getBytes(UTF_8);
    }
  }

  @Override
  public void page(CastWriter cast, OutputStream out) throws IOException {
    Page.write(cast::to, out);
  }
}
