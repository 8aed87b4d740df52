package io.tapevault.cli;

/// Makes what a session printed fit for another terminal: characters, line ends and, where wanted,
/// colours. Everything else that a terminal obeys is left out: it could set the clipboard, the
/// title, or answer in the reader's name.
final class SafeText {

  private static final char ESCAPE = '\u001b';
  // Of a colour's parameters.
  private static final int LONGEST = 64;

  private final boolean colours;
  private State state = State.TEXT;
  private final StringBuilder sequence = new StringBuilder();

  SafeText(boolean colours) {
    this.colours = colours;
  }

  private enum State {
    TEXT,
    ESCAPED,
    CONTROL_SEQUENCE,
    STRING
  }

  /// The next piece; a sequence may begin in one piece and end in another.
  String filter(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      state = next(text.charAt(i), safe);
    }
    return safe.toString();
  }

  /// Ends whatever colours are still on.
  String reset() {
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
    if (c == '\n' || c == '\r' || c == '\t' || (c >= 0x20 && c < 0x7f) || c > 0x9f) {
      safe.append(c);
    }
    return switch (c) {
      case '\u009b' -> begin();
      case '\u0090', '\u0098', '\u009d', '\u009e', '\u009f' -> State.STRING;
      default -> State.TEXT;
    };
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
    if (c == 'm'
        && colours
        && sequence.length() <= LONGEST
        && sequence
            .chars()
            .allMatch(one -> (one >= '0' && one <= '9') || one == ';' || one == ':')) {
      safe.append(ESCAPE).append('[').append(sequence).append('m');
    }
    return State.TEXT;
  }
}
