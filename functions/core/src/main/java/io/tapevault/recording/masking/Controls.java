package io.tapevault.recording.masking;

/// Tells what a terminal shows from what it acts on, as ECMA-48 has it, across any pieces.
///
/// Strings (titles, links, clipboards, pictures: OSC, DCS, APC, PM, SOS) and the controls of C1 are
/// left out: they can hold any text, and what they hold is not looked into.
final class Controls {

  private static final char ESCAPE = '\u001b';
  private static final char BELL = '\u0007';

  /// What becomes of a character.
  enum Kind {
    SHOWN,
    KEPT,
    /// It is kept, and the ESC before it.
    KEPT_WITH_ESCAPE,
    LEFT_OUT
  }

  private enum State {
    TEXT,
    ESCAPED,
    // Behind ESC and an intermediate, as in a choice of character sets.
    INTERMEDIATE,
    SEQUENCE,
    STRING,
    ESCAPED_IN_STRING
  }

  private State state = State.TEXT;

  Kind next(char c) {
    return switch (state) {
      case TEXT -> text(c);
      case ESCAPED -> escaped(c);
      case INTERMEDIATE -> until(c, '0');
      case SEQUENCE -> until(c, '@');
      case STRING -> string(c);
      case ESCAPED_IN_STRING -> {
        state = State.TEXT;
        yield c == '\\' ? Kind.LEFT_OUT : escaped(c);
      }
    };
  }

  private Kind text(char c) {
    if (c == ESCAPE) {
      state = State.ESCAPED;
      return Kind.LEFT_OUT;
    }
    state = State.TEXT;
    if (c >= '\u0080' && c <= '\u009f') {
      return Kind.LEFT_OUT;
    }
    return Character.isISOControl(c) ? Kind.KEPT : Kind.SHOWN;
  }

  private Kind escaped(char c) {
    return switch (c) {
      case '[' -> to(State.SEQUENCE, Kind.KEPT_WITH_ESCAPE);
      case ']', 'P', 'X', '^', '_' -> to(State.STRING, Kind.LEFT_OUT);
      default -> {
        if (c >= ' ' && c <= '/') {
          yield to(State.INTERMEDIATE, Kind.KEPT_WITH_ESCAPE);
        }
        yield c > '/' && c < '\u007f' ? to(State.TEXT, Kind.KEPT_WITH_ESCAPE) : text(c);
      }
    };
  }

  private Kind to(State next, Kind kind) {
    state = next;
    return kind;
  }

  /// A sequence ends with a character from `last` on; what can be in none ends it too.
  private Kind until(char c, char last) {
    if (c < ' ' || c >= '\u007f') {
      boolean isPassing = c < ' ' && c != ESCAPE && c != '\u0018' && c != '\u001a';
      return isPassing ? Kind.KEPT : text(c);
    }
    if (c >= last) {
      state = State.TEXT;
    }
    return Kind.KEPT;
  }

  private Kind string(char c) {
    switch (c) {
      case ESCAPE -> state = State.ESCAPED_IN_STRING;
      case BELL, '\u0018', '\u001a' -> state = State.TEXT;
      default -> {}
    }
    return Kind.LEFT_OUT;
  }
}
