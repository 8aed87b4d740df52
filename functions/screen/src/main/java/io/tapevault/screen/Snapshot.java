package io.tapevault.screen;

import io.tapevault.screen.Screen.Behind;
import org.jline.utils.ScreenTerminal;
import org.jspecify.annotations.Nullable;

/// Writes what a new terminal has to be sent to show what another one shows, on both of its
/// screens, and to go on like it.
final class Snapshot {

  // Further characters would be without colours and marks.
  private static final int RICH = 2 << 20;

  private final StringBuilder out = new StringBuilder();
  private final Screen screen;
  private Pen pen = Pen.PLAIN;

  private Snapshot(Screen screen) {
    this.screen = screen;
  }

  static String of(Screen screen, ScreenTerminal shown, @Nullable Behind behind) {
    Snapshot snapshot = new Snapshot(screen);
    if (behind != null) {
      snapshot.draw(behind.terminal());
      int[] cursor = Screen.cursor(behind.terminal());
      snapshot.saved(behind.saved());
      snapshot.place(cursor[0], cursor[1]);
      snapshot.write(behind.pen());
      snapshot.out.append(behind.turn());
      snapshot.write(Pen.PLAIN);
      snapshot.out.append("\u001b[2J");
    }
    snapshot.draw(shown);
    Modes modes = screen.modes();
    snapshot.saved(modes.saved());
    return snapshot
        .out
        .append(modes.set(snapshot.cursor(shown), modes.pen().sequence()))
        .append(screen.begun())
        .toString();
  }

  private void draw(ScreenTerminal terminal) {
    int columns = terminal.getColumns();
    long[] cells = new long[columns * terminal.getRows()];
    terminal.dump(cells, new int[2]);
    for (int row = 0; row < terminal.getRows(); row++) {
      int from = row * columns;
      int end = from + columns;
      while (end > from && isBlank(cells[end - 1])) {
        end--;
      }
      if (end > from) {
        place(0, row);
        for (int i = from; i < end; i++) {
          boolean wide = i + 1 < from + columns && Cells.isWide(cells[i], cells[i + 1]);
          cell(cells[i], wide);
          i += wide ? 1 : 0;
          // However wide another terminal takes it to be.
          if ((wide || ScreenTerminal.cellCodePoint(cells[i]) > 0x7e) && i + 1 < end) {
            out.append("\u001b[").append(i - from + 2).append('G');
          }
        }
      }
    }
    write(Pen.PLAIN);
  }

  private boolean isBlank(long cell) {
    int c = ScreenTerminal.cellCodePoint(cell);
    return (c == ' ' || c == 0) && screen.read().pen(cell).equals(Pen.PLAIN);
  }

  private void cell(long cell, boolean wide) {
    String text = screen.read().read(cell, wide);
    if (out.length() < RICH) {
      write(screen.read().pen(cell));
      out.append(text);
    } else {
      write(Pen.PLAIN);
      out.appendCodePoint(text.codePointAt(0));
    }
  }

  private void write(Pen next) {
    if (!next.equals(pen)) {
      out.append(next.sequence());
      pen = next;
    }
  }

  private void place(int column, int row) {
    out.append("\u001b[").append(row + 1).append(';').append(column + 1).append('H');
  }

  private void saved(Modes.@Nullable Saved saved) {
    if (saved != null) {
      out.append(saved.sequence());
      pen = Pen.PLAIN;
    }
  }

  /// Behind a full line the cursor stands on its last character, and yet goes on in the next line:
  /// so does only one that has just written it.
  private String cursor(ScreenTerminal terminal) {
    int[] cursor = Screen.cursor(terminal);
    int row = cursor[1] + 1 - screen.modes().top();
    int columns = terminal.getColumns();
    if (!screen.isFull() || cursor[0] < columns - 1) {
      return "\u001b[" + row + ';' + (cursor[0] + 1) + 'H';
    }
    long[] cells = new long[columns * terminal.getRows()];
    terminal.dump(cells, new int[2]);
    int end = (cursor[1] + 1) * columns - 1;
    boolean wide = columns > 1 && Cells.isWide(cells[end - 1], cells[end]);
    long cell = cells[wide ? end - 1 : end];
    return "\u001b["
        + row
        + ';'
        + (wide ? columns - 1 : columns)
        + 'H'
        + screen.read().pen(cell).sequence()
        + screen.read().read(cell, wide);
  }
}
