package io.tapevault.recording;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Columns and rows of a terminal.
public record TerminalSize(int columns, int rows) {

  /// What a terminal has been since the VT100.
  public static final TerminalSize USUAL = new TerminalSize(80, 24);

  // A player holds every cell in memory; the widest screens at the smallest fonts stay below.
  private static final int MOST = 1_000;
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

  /// Reads `W:H`; empty where that is no size, or no terminal (`0:0`). What no screen shows is cut
  /// down.
  public static Optional<TerminalSize> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int columns = Math.min(MOST, Integer.parseInt(matcher.group(1)));
    int rows = Math.min(MOST, Integer.parseInt(matcher.group(2)));
    return columns == 0 || rows == 0
        ? Optional.empty()
        : Optional.of(new TerminalSize(columns, rows));
  }

  /// `W:H`, as Teleport has it.
  @Override
  public String toString() {
    return columns + ":" + rows;
  }
}
