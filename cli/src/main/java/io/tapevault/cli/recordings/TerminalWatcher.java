package io.tapevault.cli.recordings;

import io.tapevault.cli.output.SafeText;
import io.tapevault.cli.recordings.Playback.Press;
import io.tapevault.recording.RecordingTime;
import io.tapevault.recording.TerminalSize;
import io.tapevault.screen.Picture;
import io.tapevault.screen.Picture.Cell;
import io.tapevault.screen.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/// The reader's own terminal. It is sent the cells of the recording's screen, never its bytes, and
/// is left as it was however this ends.
final class TerminalWatcher implements Playback.Watcher, AutoCloseable {

  private static final int ESCAPE = 27;
  private static final long SEQUENCE = 50;
  private static final String NO_TERMINAL =
      "play needs a terminal; 'recordings convert FILE --to txt' writes what was seen";

  private final Terminal terminal;
  // Held, for JLine closes the terminal as the process ends, before or while it is left as it was.
  private final PrintWriter out;
  private final Attributes before;
  private final Thread atExit = new Thread(this::restore);
  private List<String> drawn = new ArrayList<>();
  private volatile boolean resized;
  private volatile boolean interrupted;
  private boolean restored;

  TerminalWatcher() throws IOException {
    try {
      terminal = TerminalBuilder.builder().system(true).dumb(false).build();
    } catch (IllegalStateException | IOException e) {
      throw new IOException(NO_TERMINAL, e);
    }
    // It shows lines, and no place of a screen.
    if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
      terminal.close();
      throw new IOException(NO_TERMINAL + " (TERM is " + System.getenv("TERM") + ")");
    }
    out = terminal.writer();
    terminal.handle(Signal.WINCH, signal -> resized = true);
    terminal.handle(Signal.CONT, signal -> resized = true);
    terminal.handle(Signal.INT, signal -> interrupted = true);
    terminal.handle(Signal.TSTP, Terminal.SignalHandler.SIG_IGN);
    before = terminal.enterRawMode();
    Runtime.getRuntime().addShutdownHook(atExit);
    send("\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J");
  }

  @Override
  public Press await(long millis) throws IOException {
    int pressed = interrupted ? 'q' : terminal.reader().read(Math.max(1, millis));
    return switch (pressed) {
      case ' ' -> Press.PAUSE;
      case 'q', 'Q', 3, -1 -> Press.QUIT;
      case ESCAPE -> sequence();
      default -> resized ? Press.REDRAW : Press.NOTHING;
    };
  }

  /// Arrows are `ESC [ C` or `ESC O C`.
  private Press sequence() throws IOException {
    int kind = terminal.reader().read(SEQUENCE);
    if (kind != '[' && kind != 'O') {
      return Press.NOTHING;
    }
    int last = terminal.reader().read(SEQUENCE);
    while (last >= 0x20 && last < 0x40) {
      last = terminal.reader().read(SEQUENCE);
    }
    return switch (last) {
      case 'C' -> Press.FORWARD;
      case 'D' -> Press.BACK;
      default -> Press.NOTHING;
    };
  }

  @Override
  public void show(Screen screen, long position, boolean paused) {
    if (resized) {
      resized = false;
      drawn = new ArrayList<>();
      send("\u001b[0m\u001b[2J");
    }
    // One that tells no size, as over a serial line, has the usual one.
    int columns = terminal.getColumns() > 0 ? terminal.getColumns() : TerminalSize.USUAL.columns();
    int rows = Math.max(2, terminal.getRows() > 0 ? terminal.getRows() : TerminalSize.USUAL.rows());
    Picture picture = screen.picture();
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < Math.min(rows - 1, picture.rows()); row++) {
      lines.add(line(picture.lines().get(row), row, columns));
    }
    while (lines.size() < rows - 1) {
      lines.add("");
    }
    lines.add(status(picture, position, paused, columns));
    StringBuilder frame = new StringBuilder();
    for (int row = 0; row < lines.size(); row++) {
      if (row >= drawn.size() || !drawn.get(row).equals(lines.get(row))) {
        frame.append(at(row, 0)).append("\u001b[0m\u001b[2K").append(lines.get(row));
      }
    }
    drawn = lines;
    send(frame.toString());
  }

  private String status(Picture picture, long position, boolean paused, int columns) {
    String text =
        (paused ? "|| " : "> ")
            + RecordingTime.text(position)
            + "  "
            + picture.columns()
            + "x"
            + picture.rows()
            + "  space pauses, arrows seek 5 s, q quits";
    return new AttributedString(
            text.substring(0, Math.min(columns, text.length())), AttributedStyle.INVERSE)
        .toAnsi(terminal);
  }

  /// Where a character may be wider in this terminal than it was there, the next one is put into
  /// its column.
  private String line(List<Cell> cells, int row, int columns) {
    StringBuilder line = new StringBuilder();
    int column = 0;
    for (int i = 0; i < cells.size() && column + cells.get(i).width() <= columns; ) {
      Cell first = cells.get(i);
      StringBuilder run = new StringBuilder();
      int begin = column;
      boolean simple;
      do {
        Cell cell = cells.get(i);
        simple = cell.width() == 1 && cell.text().length() == 1 && cell.text().charAt(0) < 0x7f;
        run.append(SafeText.onlyCharacters(cell.text()));
        column += cell.width();
        i++;
      } while (simple
          && i < cells.size()
          && cells.get(i).style().equals(first.style())
          && column + cells.get(i).width() <= columns);
      boolean blank = run.toString().isBlank() && first.style().equals(Picture.Style.PLAIN);
      if (!blank) {
        line.append(at(row, begin))
            .append(new AttributedString(run, style(first.style())).toAnsi(terminal));
      }
    }
    return line.toString();
  }

  private static AttributedStyle style(Picture.Style look) {
    AttributedStyle style = AttributedStyle.DEFAULT;
    style = look.foreground() < 0 ? style : rgb(style, look.foreground(), true);
    style = look.background() < 0 ? style : rgb(style, look.background(), false);
    style = look.bold() ? style.bold() : style;
    style = look.dim() ? style.faint() : style;
    style = look.italic() ? style.italic() : style;
    style = look.underline() ? style.underline() : style;
    return look.inverse() ? style.inverse() : style;
  }

  private static AttributedStyle rgb(AttributedStyle style, int colour, boolean foreground) {
    int red = colour >> 16 & 0xff;
    int green = colour >> 8 & 0xff;
    int blue = colour & 0xff;
    return foreground ? style.foreground(red, green, blue) : style.background(red, green, blue);
  }

  private static String at(int row, int column) {
    return "\u001b[" + (row + 1) + ";" + (column + 1) + "H";
  }

  private void send(String text) {
    out.write(text);
    out.flush();
  }

  private synchronized void restore() {
    if (!restored) {
      restored = true;
      send("\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l");
      try {
        terminal.setAttributes(before);
      } catch (IllegalStateException e) {
        // JLine has closed it, and with that has set them.
      }
    }
  }

  @Override
  public void close() throws IOException {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // It is running already.
      return;
    }
    terminal.close();
  }
}
