package io.tapevault.screen;

import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.screen.Picture.Cell;
import io.tapevault.screen.Picture.Cursor;
import io.tapevault.screen.Picture.Style;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;

/// A terminal's screen, by JLine's emulator. Nothing that a session prints leaves it: requests are
/// not answered, and what scrolls off is taken or forgotten.
public final class Screen {

  // As many lines as wait to be taken in the emulator.
  private static final int MOST_SCROLLED = 1_000;
  private static final Pattern TURN = Pattern.compile("\u001b\\[\\?(1049|1047|47)[hl]");

  private final Glyphs glyphs = new Glyphs();
  private final Pieces pieces = new Pieces(new Emulated());
  private final List<String> scrolled = new ArrayList<>();
  private final Runnable beforeTurn;
  private ScreenTerminal terminal;
  private TerminalSize size;
  private boolean alternate;

  public Screen(TerminalSize size) {
    this(size, () -> {});
  }

  /// `beforeTurn` is called before a program gets the screen to itself, or gives it back.
  Screen(TerminalSize size, Runnable beforeTurn) {
    this.beforeTurn = beforeTurn;
    this.size = size;
    this.terminal = new ScreenTerminal(size.columns(), size.rows());
  }

  /// What is printed next; a character or a sequence may begin in one piece and end in another.
  public void write(CharSequence text) {
    pieces.write(text);
    takeHistory();
  }

  /// What an event of a cast does to it; what scrolls off is forgotten.
  public void apply(char code, CharBuffer data) {
    switch (code) {
      case CastSink.OUTPUT -> write(data);
      case CastSink.RESIZE ->
          TerminalSize.parse(data.toString().replace('x', ':')).ifPresent(this::resize);
      default -> {}
    }
    scrolled.clear();
  }

  public void resize(TerminalSize to) {
    pieces.flush();
    size = to;
    try {
      terminal.setSize(Size.of(to.columns(), to.rows()));
    } catch (RuntimeException e) {
      terminal = new ScreenTerminal(to.columns(), to.rows());
    }
    takeHistory();
  }

  public TerminalSize size() {
    return size;
  }

  /// If a program such as an editor has the screen to itself.
  public boolean isAlternate() {
    return alternate;
  }

  /// The lines that have scrolled off since this was asked, without the blanks at their ends.
  List<String> takeScrolled() {
    List<String> lines = List.copyOf(scrolled);
    scrolled.clear();
    return lines;
  }

  public Picture picture() {
    pieces.flush();
    int columns = terminal.getColumns();
    long[] cells = new long[columns * terminal.getRows()];
    int[] cursor = new int[2];
    terminal.dump(cells, cursor);
    List<List<Cell>> lines = new ArrayList<>();
    for (int row = 0; row < terminal.getRows(); row++) {
      List<Cell> line = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        long cell = cells[row * columns + column];
        int next =
            column + 1 < columns
                ? ScreenTerminal.cellCodePoint(cells[row * columns + column + 1])
                : ' ';
        line.add(new Cell(text(cell), next == 0 ? 2 : 1, style(cell)));
        column += next == 0 ? 1 : 0;
      }
      lines.add(line);
    }
    return new Picture(columns, terminal.getRows(), lines, new Cursor(cursor[0], cursor[1]));
  }

  /// The rows as text, which costs less than a picture.
  List<String> texts() {
    pieces.flush();
    int columns = terminal.getColumns();
    long[] cells = new long[columns * terminal.getRows()];
    terminal.dump(cells, new int[2]);
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < terminal.getRows(); row++) {
      texts.add(text(cells, row * columns, columns));
    }
    return texts;
  }

  private String text(long[] cells, int from, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      text.append(text(cells[i]));
    }
    return text.toString().stripTrailing();
  }

  private String text(long cell) {
    return ScreenTerminal.cellConceal(cell) ? " " : glyphs.read(ScreenTerminal.cellCodePoint(cell));
  }

  private static Style style(long cell) {
    return new Style(
        ScreenTerminal.cellHasForeground(cell)
            ? ScreenTerminal.cellColorRgb(ScreenTerminal.cellForeground(cell))
            : -1,
        ScreenTerminal.cellHasBackground(cell)
            ? ScreenTerminal.cellColorRgb(ScreenTerminal.cellBackground(cell))
            : -1,
        ScreenTerminal.cellBold(cell),
        ScreenTerminal.cellDim(cell),
        ScreenTerminal.cellItalic(cell),
        ScreenTerminal.cellUnderline(cell),
        ScreenTerminal.cellInverse(cell));
  }

  private void takeHistory() {
    if (terminal.getHistorySize() > 0) {
      for (long[] line : terminal.getHistory()) {
        scrolled.add(text(line, 0, line.length));
      }
      // Forgets them, and nothing else.
      terminal.write("\u001b[3J");
    }
  }

  private final class Emulated implements Pieces.Sink {
    @Override
    public void plain(CharSequence run) {
      terminal.write(run);
    }

    @Override
    public void takeBack(boolean wide) {
      terminal.write(wide ? "\b\b" : "\b");
    }

    @Override
    public void character(String cluster, boolean wide) {
      terminal.write(Character.toString(glyphs.write(cluster, wide)));
    }

    @Override
    public void control(String sequence) {
      if (TURN.matcher(sequence).matches() && alternate != sequence.endsWith("h")) {
        takeHistory();
        beforeTurn.run();
        alternate = !alternate;
      }
      try {
        terminal.write(sequence);
      } catch (RuntimeException e) {
        // A sequence that the emulator does not bear has no effect; CAN ends it.
        terminal.write("\u0018");
      }
      terminal.read();
      if (terminal.getHistorySize() > MOST_SCROLLED) {
        takeHistory();
      }
    }
  }
}
