package io.tapevault.screen;

import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import java.nio.CharBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The screen of a recording at a moment, or at its end.
public final class Still implements CastSink {

  private final long at;
  private Screen screen = new Screen(TerminalSize.USUAL);

  public Still(long atMillis) {
    this.at = atMillis;
  }

  @Override
  public void header(TerminalSize size, @Nullable Instant time, String title) {
    screen = new Screen(size);
  }

  @Override
  public void event(long millis, char code, CharBuffer data) {
    if (millis <= at) {
      screen.apply(code, data);
    }
  }

  Screen screen() {
    return screen;
  }

  public Picture picture() {
    return screen.picture();
  }
}
