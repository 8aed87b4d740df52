package io.tapevault.screen;

import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a reader of the terminal saw, line by line: every line that scrolled off, and in programs
/// that draw on the screen, what stood there long enough to be read. Holds a screen, and nothing
/// else.
public final class Transcript implements CastSink {

  /// Takes one line, and when it was last changed.
  public interface Lines {
    void line(long millis, String text) throws IOException;
  }

  // What a fast reader needs for a word; a progress bar moves on before.
  private static final long READ = 500;
  // States that last no longer are not looked at.
  private static final long SEEN = 50;

  private record Row(String text, long since) {}

  private static final Row EMPTY = new Row("", 0);

  private final Lines lines;
  private Screen screen;
  private List<Row> rows = new ArrayList<>();
  private List<Row> main = new ArrayList<>();
  private long now;

  public Transcript(Lines lines) {
    this.lines = lines;
    this.screen = new Screen(TerminalSize.USUAL, this::turn);
  }

  Screen screen() {
    return screen;
  }

  @Override
  public void header(TerminalSize size, @Nullable Instant time, String title) {
    screen = new Screen(size, this::turn);
  }

  @Override
  public void event(long millis, char code, CharBuffer data) throws IOException {
    if (millis - now >= SEEN) {
      look(now);
    }
    now = millis;
    try {
      switch (code) {
        case CastSink.OUTPUT -> screen.write(data);
        case CastSink.RESIZE ->
            TerminalSize.parse(data.toString().replace('x', ':')).ifPresent(screen::resize);
        default -> {}
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    scrolled(millis);
  }

  /// Before an editor gets the screen, or gives it back.
  private void turn() {
    try {
      scrolled(now);
      look(now);
      if (screen.isAlternate()) {
        for (Row row : rows) {
          say(row);
        }
        rows = main;
      } else {
        main = rows;
        rows = new ArrayList<>();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lines that left at the top; those below have moved up as many.
  private void scrolled(long millis) throws IOException {
    List<String> gone = screen.takeScrolled();
    for (int i = 0; i < gone.size(); i++) {
      Row row = i < rows.size() ? rows.get(i) : EMPTY;
      boolean known = row.text().equals(gone.get(i));
      say(known ? row : new Row(gone.get(i), millis));
    }
    rows = new ArrayList<>(rows.subList(Math.min(gone.size(), rows.size()), rows.size()));
  }

  /// Compares the screen with how it was.
  private void look(long millis) throws IOException {
    List<String> texts = screen.texts();
    Set<String> there = new HashSet<>(texts);
    List<Row> after = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Row before = i < rows.size() ? rows.get(i) : EMPTY;
      boolean same = before.text().equals(texts.get(i));
      if (!same && millis - before.since() >= READ && !goesOn(before.text(), there)) {
        say(before);
      }
      after.add(same ? before : new Row(texts.get(i), millis));
    }
    rows = after;
  }

  /// If a line is still there, or was written on.
  private static boolean goesOn(String text, Set<String> there) {
    return there.contains(text) || there.stream().anyMatch(line -> line.startsWith(text));
  }

  private void say(Row row) throws IOException {
    if (!row.text().isBlank()) {
      lines.line(row.since(), row.text());
    }
  }

  /// The last screen.
  public void finish() throws IOException {
    look(now);
    for (Row row : rows) {
      say(row);
    }
    if (screen.isAlternate()) {
      for (Row row : main) {
        say(row);
      }
    }
  }
}
