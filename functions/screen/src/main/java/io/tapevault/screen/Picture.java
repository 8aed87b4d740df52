package io.tapevault.screen;

import java.util.List;

/// A screen at a moment: its rows, each a list of cells from left to right. The second half of a
/// wide character has no cell of its own.
public record Picture(int columns, int rows, List<List<Cell>> lines, Cursor cursor) {

  /// Where the next character goes.
  public record Cursor(int column, int row) {}

  /// A character as a reader sees it, how many columns it takes, and how it looks.
  public record Cell(String text, int width, Style style) {}

  /// Colours are 24 bits, or -1 for the terminal's own.
  public record Style(
      int foreground,
      int background,
      boolean bold,
      boolean dim,
      boolean italic,
      boolean underline,
      boolean inverse) {
    public static final Style PLAIN = new Style(-1, -1, false, false, false, false, false);
  }

  /// A row as text, without the blanks at its end.
  public String text(int row) {
    StringBuilder text = new StringBuilder();
    lines.get(row).forEach(cell -> text.append(cell.text()));
    return text.toString().stripTrailing();
  }
}
