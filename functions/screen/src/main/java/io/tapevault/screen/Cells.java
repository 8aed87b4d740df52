package io.tapevault.screen;

import io.tapevault.screen.Picture.Cell;
import io.tapevault.screen.Picture.Style;
import org.jline.utils.ScreenTerminal;
import org.jline.utils.WCWidth;

/// Reads the cells of an emulator, in which numbers stand for characters and colours.
record Cells(Glyphs glyphs, Colours colours) {

  Cell cell(long cell, boolean wide) {
    return new Cell(text(cell, wide), wide ? 2 : 1, style(cell));
  }

  /// Cells as text, without the blanks at their end.
  String text(long[] cells, int from, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      boolean wide = i + 1 < from + count && isWide(cells[i], cells[i + 1]);
      text.append(text(cells[i], wide));
      i += wide ? 1 : 0;
    }
    return text.toString().stripTrailing();
  }

  /// If `next` is the second half of it, and not what was left when the first was written over.
  static boolean isWide(long cell, long next) {
    return ScreenTerminal.cellCodePoint(next) == 0
        && WCWidth.wcwidth(ScreenTerminal.cellCodePoint(cell)) == 2;
  }

  private String text(long cell, boolean wide) {
    return ScreenTerminal.cellConceal(cell) ? " " : read(cell, wide);
  }

  /// What is in a cell, shown or not. What is left of a wide character is none.
  String read(long cell, boolean wide) {
    int c = ScreenTerminal.cellCodePoint(cell);
    return c == 0 || (!wide && WCWidth.wcwidth(c) == 2) ? " " : glyphs.read(c);
  }

  private Style style(long cell) {
    Pen pen = pen(cell);
    return new Style(
        pen.foreground() == Colours.OWN ? -1 : Colours.rgb(pen.foreground()),
        pen.background() == Colours.OWN ? -1 : Colours.rgb(pen.background()),
        ScreenTerminal.cellBold(cell),
        ScreenTerminal.cellDim(cell),
        ScreenTerminal.cellItalic(cell),
        ScreenTerminal.cellUnderline(cell),
        ScreenTerminal.cellInverse(cell));
  }

  /// What a cell was written with.
  Pen pen(long cell) {
    int attributes =
        (ScreenTerminal.cellBold(cell) ? 1 << 1 : 0)
            | (ScreenTerminal.cellDim(cell) ? 1 << 2 : 0)
            | (ScreenTerminal.cellItalic(cell) ? 1 << 3 : 0)
            | (ScreenTerminal.cellUnderline(cell) ? 1 << 4 : 0)
            | (ScreenTerminal.cellInverse(cell) ? 1 << 7 : 0)
            | (ScreenTerminal.cellConceal(cell) ? 1 << 8 : 0);
    return new Pen(
        ScreenTerminal.cellHasForeground(cell)
            ? colours.read(ScreenTerminal.cellForeground(cell))
            : Colours.OWN,
        ScreenTerminal.cellHasBackground(cell)
            ? colours.read(ScreenTerminal.cellBackground(cell))
            : Colours.OWN,
        attributes);
  }
}
