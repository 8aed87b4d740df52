package io.tapevault.cli.output;

import java.util.List;

/// Makes what a session printed fit for another terminal: characters, line ends and, where wanted,
/// colours. Everything else that a terminal obeys is left out: it could set the clipboard, the
/// title, or answer in the reader's name.
public final class SafeText {

  private static final char ESCAPE = '\u001b';
  // Of a colour's parameters.
  private static final int LONGEST = 64;

  private final boolean colours;
  private State state = State.TEXT;
  private final StringBuilder sequence = new StringBuilder();

  public SafeText(boolean colours) {
    this.colours = colours;
  }

  /// One line of ours with names in it that others chose: whatever acts on a terminal or hides what
  /// is there is shown as `\\u001b`.
  public static String harmless(String text) {
    StringBuilder harmless = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || c == '\t' || !isHidden(c)) {
            harmless.appendCodePoint(c);
          } else {
            harmless.append(String.format("\\u%04x", c));
          }
        });
    return harmless.toString();
  }

  /// What a cell of a screen may hold: characters, and what joins or varies them.
  public static String onlyCharacters(String cell) {
    StringBuilder safe = new StringBuilder(cell.length());
    cell.codePoints()
        .forEach(c -> {
          boolean joins = c == 0x200C || c == 0x200D || (c >= 0xE0020 && c <= 0xE007F);
          safe.appendCodePoint(joins || !isHidden(c) ? c : '?');
        });
    return safe.toString();
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private enum State {
    TEXT,
    ESCAPED,
    CONTROL_SEQUENCE,
    STRING
  }

  /// The next piece; a sequence may begin in one piece and end in another.
  public String filter(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      state = next(text.charAt(i), safe);
    }
    return safe.toString();
  }

  /// Ends whatever colours are still on.
  public String reset() {
    return colours ? ESCAPE + "[0m" : "";
  }

  private State next(char c, StringBuilder safe) {
    return switch (state) {
      case TEXT -> text(c, safe);
      case ESCAPED ->
          switch (c) {
            case '[' -> begin();
            case ESCAPE -> State.ESCAPED;
            case ']', 'P', 'X', '^', '_' -> State.STRING;
            default -> c >= 0x20 && c <= 0x2f ? State.ESCAPED : State.TEXT;
          };
      case CONTROL_SEQUENCE -> controlSequence(c, safe);
      // What ends a string with ESC \ begins another sequence with ESC and anything else.
      case STRING ->
          c == ESCAPE ? State.ESCAPED : c == '\u0007' || c == '\u009c' ? State.TEXT : State.STRING;
    };
  }

  private State text(char c, StringBuilder safe) {
    if (c == ESCAPE) {
      return State.ESCAPED;
    }
    if (c == '\n' || c == '\r' || c == '\t' || (c >= 0x20 && c < 0x7f) || (c > 0x9f && !turns(c))) {
      safe.append(c);
    }
    return switch (c) {
      case '\u009b' -> begin();
      case '\u0090', '\u0098', '\u009d', '\u009e', '\u009f' -> State.STRING;
      default -> State.TEXT;
    };
  }

  // The direction of writing.
  private static boolean turns(char c) {
    return c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }

  private State begin() {
    sequence.setLength(0);
    return State.CONTROL_SEQUENCE;
  }

  private State controlSequence(char c, StringBuilder safe) {
    if (c == ESCAPE) {
      return State.ESCAPED;
    }
    if (c < 0x40) {
      if (sequence.length() <= LONGEST) {
        sequence.append(c);
      }
      return State.CONTROL_SEQUENCE;
    }
    if (c == 'm' && colours && sequence.length() <= LONGEST && isColour() && !hides()) {
      safe.append(ESCAPE).append('[').append(sequence).append('m');
    }
    return State.TEXT;
  }

  private boolean isColour() {
    return sequence.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ';' || c == ':');
  }

  // 8 makes text invisible, unless it is a part of a colour (38;5;8).
  private boolean hides() {
    List<String> parameters = List.of(sequence.toString().split(";", -1));
    for (int i = 0; i < parameters.size(); i++) {
      String one = parameters.get(i);
      if (one.matches("0*8(:.*)?")) {
        return true;
      }
      if (one.matches("[345]8") && i + 1 < parameters.size()) {
        i += parameters.get(i + 1).equals("2") ? 4 : 2;
      }
    }
    return false;
  }
}
