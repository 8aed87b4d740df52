package io.tapevault.screen;

import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.screen.Picture.Cell;
import io.tapevault.screen.Picture.Cursor;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;
import org.jspecify.annotations.Nullable;

/// A terminal's screen, by JLine's emulator. Nothing that a session prints leaves it: requests are
/// not answered, and what scrolls off is taken or forgotten.
public final class Screen {

  private static final long[] NO_CELLS = {};
  // More than any screen has of anything.
  private static final Pattern LARGE_NUMBER = Pattern.compile("\\d{5,}");
  // What it costs to look at a cell, and to write a character, in cells that are copied.
  private static final long LOOK = 20;
  private static final long CHARACTER = 100;
  private static final int[] NO_CURSOR = {0, 0};
  // As many lines as wait to be taken in the emulator.
  private static final int MOST_SCROLLED = 1_000;
  private static final Pattern TURN = Pattern.compile("\u001b\\[\\?(1049|1047|47)[hl]");
  private static final Pattern MODES = Pattern.compile("\u001b\\[\\?([\\d;]+)([hl])");

  private final Glyphs glyphs = new Glyphs();
  private final Colours colours = new Colours();
  private final Cells read = new Cells(glyphs, colours);
  private final Modes modes = new Modes();
  private final Pieces pieces = new Pieces(new Emulated());
  private final List<String> scrolled = new ArrayList<>();
  private final Runnable beforeTurn;
  private ScreenTerminal terminal;
  private TerminalSize size;
  // What a program has turned away from, until it gives the screen back.
  private @Nullable Behind behind;
  // What is written next goes into the next line.
  private boolean isFull;
  private long work;
  // Where the last character begins.
  private int last;

  /// A screen that another lies over, and by which sequence that came.
  record Behind(ScreenTerminal terminal, String turn, Pen pen, Modes.@Nullable Saved saved) {}

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
    work += LOOK * cells();
    terminal = resized(terminal);
    isFull = false;
    int[] cursor = cursor();
    boolean hadRegion = modes.hasRegion();
    modes.forgetRegion();
    terminal.write((hadRegion ? "\u001b[r" : "") + place(cursor));
    Behind away = behind;
    if (away != null) {
      behind = new Behind(resized(away.terminal()), away.turn(), away.pen(), away.saved());
    }
    takeHistory();
  }

  private ScreenTerminal resized(ScreenTerminal one) {
    try {
      one.setSize(Size.of(size.columns(), size.rows()));
      return one;
    } catch (RuntimeException e) {
      return new ScreenTerminal(size.columns(), size.rows());
    }
  }

  /// Column and row of the cursor, from 0 on.
  int[] cursor() {
    return cursor(terminal);
  }

  static int[] cursor(ScreenTerminal terminal) {
    int[] cursor = new int[2];
    terminal.dump(NO_CELLS, 0, 0, 0, 0, cursor);
    return cursor;
  }

  private String place(int[] cursor) {
    return "\u001b[" + (cursor[1] + 1 - modes.top()) + ';' + (cursor[0] + 1) + 'H';
  }

  public TerminalSize size() {
    return size;
  }

  /// If a program such as an editor has the screen to itself.
  public boolean isAlternate() {
    return behind != null;
  }

  /// The lines that have scrolled off since this was asked, without the blanks at their ends.
  List<String> takeScrolled() {
    List<String> lines = List.copyOf(scrolled);
    scrolled.clear();
    return lines;
  }

  public Picture picture() {
    return picture(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /// No more of it than this, from the left and the top.
  Picture picture(int mostColumns, int mostRows) {
    pieces.flush();
    int all = terminal.getColumns();
    int columns = Math.min(all, mostColumns);
    int rows = Math.min(terminal.getRows(), mostRows);
    long[] cells = new long[all * terminal.getRows()];
    int[] cursor = new int[2];
    terminal.dump(cells, cursor);
    List<List<Cell>> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Cell> line = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        int at = row * all + column;
        boolean wide = column + 1 < columns && Cells.isWide(cells[at], cells[at + 1]);
        line.add(read.cell(cells[at], wide));
        column += wide ? 1 : 0;
      }
      lines.add(line);
    }
    return new Picture(columns, rows, lines, new Cursor(cursor[0], cursor[1]));
  }

  /// The rows as text, which costs less than a picture.
  List<String> texts() {
    work += LOOK * cells();
    pieces.flush();
    int columns = terminal.getColumns();
    long[] cells = new long[columns * terminal.getRows()];
    terminal.dump(cells, new int[2]);
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < terminal.getRows(); row++) {
      texts.add(read.text(cells, row * columns, columns));
    }
    return texts;
  }

  /// What a session sends to a new terminal of this size shows the same, and goes on the same.
  String snapshot() {
    work += LOOK * cells();
    pieces.flush();
    return Snapshot.of(this, terminal, behind);
  }

  Modes modes() {
    return modes;
  }

  Cells read() {
    return read;
  }

  /// How much it has done, in cells that were copied: some nanoseconds each.
  long work() {
    return work;
  }

  private long cells() {
    return (long) size.columns() * size.rows();
  }

  /// Of a sequence with this end, as it was measured.
  private long cost(char end) {
    return switch (end) {
      case 'L', 'M', 'S', 'T' -> 20 * cells();
      case 'J', 'c', '8' -> cells();
      // Writes a character as often as it says.
      case 'b' -> 10_000 * CHARACTER + cells();
      case '@', 'P' -> 10L * size.columns();
      default -> 20 * CHARACTER;
    };
  }

  boolean isFull() {
    return isFull;
  }

  /// What another terminal is sent behind all else, so that what comes goes on with it.
  String begun() {
    if (pieces.given().isEmpty()) {
      return pieces.begun();
    }
    String shifted = modes.inserts() ? "\u001b[P" : "";
    return place(new int[] {last, cursor()[1]}) + shifted + pieces.given();
  }

  private void takeHistory() {
    if (terminal.getHistorySize() > 0) {
      for (long[] line : terminal.getHistory()) {
        scrolled.add(read.text(line, 0, line.length));
      }
      // Forgets them, and nothing else.
      terminal.write("\u001b[3J");
    }
  }

  /// A program gets the screen to itself, or gives it back.
  private void turn(String sequence) {
    boolean away = sequence.endsWith("h");
    if (away == isAlternate()) {
      return;
    }
    work += LOOK * cells();
    takeHistory();
    beforeTurn.run();
    isFull = false;
    int[] cursor = cursor();
    Behind before = behind;
    if (before == null) {
      behind = new Behind(terminal, sequence, modes.pen(), modes.saved());
      terminal = new ScreenTerminal(size.columns(), size.rows());
      modes.saved(null);
    } else {
      terminal = before.terminal();
      modes.saved(before.saved());
      behind = null;
      if (sequence.contains("1049")) {
        cursor = cursor();
        modes.pen(before.pen());
      }
    }
    terminal.write("\u001b[r\u001b[?6l\u001b[4l\u001b[?7h" + Modes.Charsets.RESET);
    terminal.write(modes.set(place(cursor), modes.pen().sequence(colours)));
  }

  private final class Emulated implements Pieces.Sink {
    @Override
    public void plain(CharSequence run) {
      work += CHARACTER * run.length() + run.length() / terminal.getColumns() * cells();
      int before = isFull ? 0 : cursor()[0];
      int room = terminal.getColumns() - before;
      if (modes.wraps() || run.length() < room) {
        terminal.write(run);
        isFull = modes.wraps() && (before + run.length()) % terminal.getColumns() == 0;
      } else {
        // All that goes beyond the end is written there, one over the other.
        terminal.write(run.subSequence(0, room - 1));
        terminal.write(run.subSequence(run.length() - 1, run.length()));
        end();
      }
    }

    /// It stays at the end of the line, and is not behind it.
    private void end() {
      terminal.write("\u001b[" + terminal.getColumns() + 'G');
      isFull = false;
    }

    @Override
    public void takeBack(boolean wide) {
      terminal.write("\u001b[" + (last + 1) + 'G');
      isFull = false;
    }

    @Override
    public void character(String cluster, boolean wide) {
      work += 10 * CHARACTER;
      int before = isFull ? 0 : cursor()[0];
      if (wide && before > 0 && before + 2 > terminal.getColumns()) {
        // There is no room for half of it.
        terminal.write(modes.wraps() ? " " : "\u001b[" + before + 'G');
        before = modes.wraps() ? 0 : before - 1;
      }
      terminal.write(Character.toString(glyphs.write(cluster, wide)));
      last = before;
      isFull = before + (wide ? 2 : 1) >= terminal.getColumns();
      if (isFull && !modes.wraps()) {
        end();
      }
    }

    @Override
    public void control(String sequence) {
      if (sequence.length() == 1) {
        single(sequence.charAt(0), sequence);
      } else if (sequence.startsWith("\u001b[?")) {
        modes(sequence);
      } else {
        // As good as all terminals have it.
        send(
            switch (sequence) {
              case "\u001b[s" -> "\u001b7";
              case "\u001b[u" -> "\u001b8";
              default -> sequence;
            });
      }
    }

    private void single(char control, String sequence) {
      // At the bottom, all rows move.
      work += CHARACTER + (control >= '\n' && control <= '\f' ? cells() / 16 : 0);
      if (control == 0x0e || control == 0x0f) {
        modes.shift(control == 0x0e);
      } else if (isFull && control >= '\b') {
        end();
      }
      terminal.write(sequence);
      takeMuchHistory();
    }

    private void modes(String sequence) {
      Matcher several = MODES.matcher(sequence);
      if (several.matches() && several.group(1).indexOf(';') >= 0) {
        for (String mode : several.group(1).split(";", -1)) {
          control("\u001b[?" + mode + several.group(2));
        }
      } else if (TURN.matcher(sequence).matches()) {
        turn(sequence);
      } else {
        send(sequence);
      }
    }

    private void send(String asSent) {
      String sequence = LARGE_NUMBER.matcher(asSent).replaceAll("9999");
      work += cost(sequence.charAt(sequence.length() - 1));
      char end = sequence.charAt(sequence.length() - 1);
      boolean isPen = end == 'm' && sequence.startsWith("\u001b[");
      boolean saves = sequence.equals("\u001b7");
      modes.after(sequence, saves ? cursor() : NO_CURSOR);
      boolean isMode = (end == 'h' || end == 'l') && !sequence.startsWith("\u001b[?6");
      if (isFull && !isPen && !isMode && !saves) {
        // Whatever it does, it does it to the last character.
        end();
      }
      try {
        terminal.write(isPen ? modes.pen().sequence(colours) : sequence);
      } catch (RuntimeException e) {
        // A sequence that the emulator does not bear has no effect; CAN ends it.
        terminal.write("\u0018");
      }
      // Forgets what it would answer.
      terminal.read();
      takeMuchHistory();
    }

    private void takeMuchHistory() {
      if (terminal.getHistorySize() > MOST_SCROLLED) {
        takeHistory();
      }
    }
  }
}
