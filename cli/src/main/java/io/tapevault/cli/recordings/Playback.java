package io.tapevault.cli.recordings;

import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.screen.Screen;
import java.io.IOException;
import java.nio.CharBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Shows a recording in its own time, and does as the keys say. It is told events and keeps them
/// waiting; going back begins the recording anew.
final class Playback implements CastSink {

  /// Where it is shown, and the keys that are pressed there.
  interface Watcher {
    /// What is pressed within `millis`, or NOTHING.
    Press await(long millis) throws IOException;

    void show(Screen screen, long position, boolean paused);
  }

  enum Press {
    NOTHING,
    /// The terminal has another size.
    REDRAW,
    PAUSE,
    BACK,
    FORWARD,
    QUIT
  }

  /// How fast, how long nothing may happen, and where it begins.
  record Pace(double speed, long idleLimit, long from) {}

  /// It goes on elsewhere, or ends.
  static final class Left extends IOException {
    private static final long serialVersionUID = 1L;

    /// Where it goes on; negative where it does not.
    final long to;

    Left(long to) {
      super("left");
      this.to = to;
    }
  }

  private static final long STEP = 5_000;
  private static final long SLICE = 50;
  // How often somebody is listened to on the way to a moment.
  private static final long LOOK = 200_000_000;
  // Faster than anybody sees.
  private static final long FRAME = 30_000_000;
  private static final long SECOND = 1_000_000_000;

  private final Watcher watcher;
  private final Pace pace;
  private Screen screen = new Screen(TerminalSize.USUAL);
  private long from;
  private long position;
  private long shown;
  private boolean paused;

  Playback(Watcher watcher, Pace pace, boolean paused) {
    this.watcher = watcher;
    this.pace = pace;
    this.from = pace.from();
    this.paused = paused;
  }

  boolean isPaused() {
    return paused;
  }

  @Override
  public void header(TerminalSize size, @Nullable Instant time, String title) {
    screen = new Screen(size);
  }

  @Override
  public void event(long millis, char code, CharBuffer data) throws IOException {
    if (millis > from) {
      waitFor(millis);
    } else if (System.nanoTime() - shown > LOOK) {
      // It may be far.
      show();
      press(watcher.await(1));
    }
    position = Math.max(position, millis);
    screen.apply(code, data);
    if (position >= from && System.nanoTime() - shown > FRAME) {
      show();
    }
  }

  /// The last screen stays for a moment, or while it is paused.
  void finish() throws IOException {
    show();
    waitFor(position + (long) (1_000 * pace.speed()));
    while (paused) {
      step();
    }
  }

  private void waitFor(long millis) throws IOException {
    skip(millis);
    long left = Math.min(millis - position, pace.idleLimit());
    if (left > SLICE) {
      show();
    }
    while (left > 0 || paused) {
      long before = System.nanoTime();
      boolean stands = paused;
      press(watcher.await(stands ? SLICE : slice(left)));
      if (from > position) {
        skip(millis);
        left = Math.min(millis - position, pace.idleLimit());
      } else if (!stands) {
        long gone = Math.max(1, (long) ((System.nanoTime() - before) / 1e6 * pace.speed()));
        left -= gone;
        position = Math.min(millis, position + gone);
      }
      if (millis <= from) {
        return;
      }
    }
  }

  private long slice(long left) {
    return Math.clamp((long) (left / pace.speed()), 1, SLICE);
  }

  /// To where it goes on, if that is before `millis`.
  private void skip(long millis) {
    if (from > position) {
      position = Math.min(from, millis);
      show();
    }
  }

  private void step() throws IOException {
    press(watcher.await(SLICE));
  }

  private void press(Press key) throws IOException {
    switch (key) {
      case NOTHING -> {
        if (System.nanoTime() - shown > SECOND) {
          show();
        }
      }
      case REDRAW -> show();
      case PAUSE -> {
        paused = !paused;
        show();
      }
      case FORWARD -> from = Math.max(from, position) + STEP;
      case BACK -> throw new Left(Math.max(0, Math.max(from, position) - STEP));
      case QUIT -> throw new Left(-1);
    }
  }

  private void show() {
    shown = System.nanoTime();
    watcher.show(screen, position, paused);
  }
}
