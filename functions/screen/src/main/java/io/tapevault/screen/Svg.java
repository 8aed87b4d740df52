package io.tapevault.screen;

import io.tapevault.screen.Picture.Cell;
import io.tapevault.screen.Picture.Style;
import java.util.List;
import java.util.Locale;

/// A screen as a picture that every browser shows: text that can be selected and searched, no
/// script, nothing from elsewhere.
public final class Svg {

  /// Of a larger screen no more is in a bounded picture, from the left and the top.
  static final int MOST_COLUMNS = 300;

  static final int MOST_ROWS = 100;

  private static final int MOST_CHARACTERS = 512 << 10;
  private static final int WIDTH = 8;
  private static final int HEIGHT = 17;
  private static final int BASE = 13;
  private static final int FOREGROUND = 0xd0d0d0;
  private static final int BACKGROUND = 0x121314;

  private Svg() {}

  /// The same, without colours where that would be too long.
  static String bounded(Picture picture) {
    String svg = of(picture);
    if (svg.length() <= MOST_CHARACTERS) {
      return svg;
    }
    List<List<Cell>> plain =
        picture.lines().stream().map(line -> line.stream().map(Svg::plain).toList()).toList();
    return of(new Picture(picture.columns(), picture.rows(), plain, picture.cursor()));
  }

  private static Cell plain(Cell cell) {
    boolean simple = isSimple(cell) || cell.width() == 2;
    String text = simple ? cell.text() : Character.toString(cell.text().codePointAt(0));
    return new Cell(
        text.substring(0, text.offsetByCodePoints(0, text.isEmpty() ? 0 : 1)),
        cell.width(),
        Style.PLAIN);
  }

  public static String of(Picture picture) {
    int width = picture.columns() * WIDTH;
    int height = picture.rows() * HEIGHT;
    StringBuilder svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(width + " " + height)
        .append("\" width=\"" + width + "\" height=\"" + height + "\"")
        .append(" font-family=\"ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace\"")
        .append(" font-size=\"13\">\n")
        .append(rectangle(0, 0, width, height, BACKGROUND))
        .append('\n');
    for (int row = 0; row < picture.rows(); row++) {
      row(svg, picture.lines().get(row), row);
    }
    return svg.append("</svg>\n").toString();
  }

  /// Cells that look alike are one text. A wide character, or one of many code points, stands where
  /// it does whatever the font says of its width.
  private static void row(StringBuilder svg, List<Cell> cells, int row) {
    int column = 0;
    for (int i = 0; i < cells.size(); ) {
      Cell first = cells.get(i);
      StringBuilder run = new StringBuilder(first.text());
      int width = first.width();
      i++;
      while (i < cells.size()
          && isSimple(first)
          && isSimple(cells.get(i))
          && cells.get(i).style().equals(first.style())) {
        run.append(cells.get(i).text());
        width++;
        i++;
      }
      run(svg, run.toString(), column, row, width, first.style());
      column += width;
    }
  }

  private static boolean isSimple(Cell cell) {
    return cell.width() == 1 && cell.text().length() <= 1;
  }

  private static void run(
      StringBuilder svg, String text, int column, int row, int width, Style style) {
    int foreground = style.foreground() < 0 ? FOREGROUND : style.foreground();
    int background = style.background() < 0 ? BACKGROUND : style.background();
    if (style.inverse()) {
      int swapped = foreground;
      foreground = background;
      background = swapped;
    }
    if (background != BACKGROUND) {
      svg.append(rectangle(column * WIDTH, row * HEIGHT, width * WIDTH, HEIGHT, background))
          .append('\n');
    }
    if (style.underline()) {
      text(svg, text, column, row, width, foreground, style);
    } else if (!text.isBlank()) {
      // Blanks at an end of a text are dropped by some, and would stretch the rest.
      String head = text.stripLeading();
      int before = text.length() - head.length();
      String body = head.stripTrailing();
      int after = head.length() - body.length();
      text(svg, body, column + before, row, width - before - after, foreground, style);
    }
  }

  private static void text(
      StringBuilder svg, String text, int column, int row, int width, int foreground, Style style) {
    // On each: browsers have a rule of their own for texts, which no element around them changes.
    String blanks = text.contains("  ") || style.underline() ? " xml:space=\"preserve\"" : "";
    svg.append(
            "<text" + blanks + " x=\"" + column * WIDTH + "\" y=\"" + (row * HEIGHT + BASE) + "\"")
        .append(" textLength=\"" + width * WIDTH + "\" fill=\"" + colour(foreground) + "\"")
        .append(style.bold() ? " font-weight=\"bold\"" : "")
        .append(style.italic() ? " font-style=\"italic\"" : "")
        .append(style.dim() ? " opacity=\"0.6\"" : "")
        .append(style.underline() ? " text-decoration=\"underline\"" : "")
        .append('>')
        .append(escaped(text))
        .append("</text>\n");
  }

  private static String rectangle(int x, int y, int width, int height, int colour) {
    return "<rect x=\""
        + x
        + "\" y=\""
        + y
        + "\" width=\""
        + width
        + "\" height=\""
        + height
        + "\" fill=\""
        + colour(colour)
        + "\"/>";
  }

  private static String colour(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
