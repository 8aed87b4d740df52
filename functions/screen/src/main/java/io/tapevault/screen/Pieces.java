package io.tapevault.screen;

import org.jline.utils.WCWidth;

/// Cuts what a terminal is sent into characters as a reader sees them and control sequences, each
/// whole, wherever one print ends and the next begins. Strings for others than the screen (titles,
/// the clipboard, links, requests) are left out, as is what turns the direction of writing.
final class Pieces {

  interface Sink {
    /// Characters that nothing goes on with: all of them one cell wide.
    void plain(CharSequence run);

    /// The last character was not whole: what comes now stands in its place.
    void takeBack(boolean wide);

    /// A character of one code point or more, and if it is two cells wide.
    void character(String cluster, boolean wide);

    /// A control character or a whole sequence.
    void control(String sequence);
  }

  private enum State {
    TEXT,
    ESCAPED,
    SEQUENCE,
    STRING,
    STRING_ESCAPED
  }

  private static final char ESCAPE = '\u001b';
  private static final int JOINER = 0x200D;
  // Longer ones have no meaning.
  private static final int LONGEST_SEQUENCE = 256;
  private static final int LONGEST_CLUSTER = 64;

  private final Sink sink;
  private final StringBuilder cluster = new StringBuilder();
  // A character that was given because somebody looked, and to which more may yet belong.
  private String given = "";
  private final StringBuilder sequence = new StringBuilder();
  private State state = State.TEXT;
  private char string = ']';

  Pieces(Sink sink) {
    this.sink = sink;
  }

  void write(CharSequence text) {
    for (int i = 0; i < text.length(); ) {
      int end = plainUntil(text, i);
      if (end - i > 1) {
        give();
        sink.plain(text.subSequence(i, end - 1));
        i = end - 1;
      }
      int c = Character.codePointAt(text, i);
      next(c);
      i += Character.charCount(c);
    }
  }

  private int plainUntil(CharSequence text, int from) {
    int end = from;
    while (state == State.TEXT
        && end < text.length()
        && text.charAt(end) >= 0x20
        && text.charAt(end) < 0x7f) {
      end++;
    }
    return end;
  }

  /// Gives all there is, for somebody who looks at the screen.
  void flush() {
    if (!cluster.isEmpty()) {
      String whole = cluster.toString();
      give();
      given = whole;
    }
  }

  /// The last character, where more may yet belong to it.
  String given() {
    return given;
  }

  /// What has begun and has not ended, as another terminal would have to be sent it.
  String begun() {
    return switch (state) {
      case TEXT -> "";
      case ESCAPED, SEQUENCE -> sequence.toString();
      case STRING -> "\u001b" + string;
      case STRING_ESCAPED -> "\u001b" + string + ESCAPE;
    };
  }

  private void give() {
    given = "";
    if (!cluster.isEmpty()) {
      String whole = cluster.toString();
      cluster.setLength(0);
      sink.character(whole, isWide(whole));
    }
  }

  private void resume() {
    if (!given.isEmpty()) {
      sink.takeBack(isWide(given));
      cluster.append(given);
      given = "";
    }
  }

  private void next(int c) {
    switch (state) {
      case TEXT -> text(c);
      case ESCAPED -> escaped(c);
      case SEQUENCE -> sequence(c);
      case STRING -> {
        if (c == 0x07 || c == 0x18 || c == 0x1a) {
          state = State.TEXT;
        } else if (c == ESCAPE) {
          state = State.STRING_ESCAPED;
        }
      }
      case STRING_ESCAPED -> {
        if (c == '\\') {
          state = State.TEXT;
        } else {
          begin();
          escaped(c);
        }
      }
    }
  }

  private void begin() {
    sequence.setLength(0);
    sequence.append(ESCAPE);
    state = State.ESCAPED;
  }

  private void text(int c) {
    if (c == ESCAPE) {
      give();
      begin();
    } else if (c < 0x20 || c == 0x7f) {
      give();
      sink.control(Character.toString(c));
    } else if (c >= 0x80 && c < 0xa0) {
      give();
    } else if (isMark(c)) {
      resume();
      if (!cluster.isEmpty() && cluster.length() < LONGEST_CLUSTER) {
        cluster.appendCodePoint(c);
      }
    } else if (Character.getType(c) != Character.FORMAT
        && Character.getType(c) != Character.SURROGATE) {
      if (continues(given, c)) {
        resume();
      } else if (!continues(cluster, c)) {
        give();
      }
      cluster.appendCodePoint(c);
    }
  }

  private void escaped(int c) {
    switch (c) {
      case '[' -> {
        sequence.append('[');
        state = State.SEQUENCE;
      }
      case ']', 'P', 'X', '^', '_' -> {
        string = (char) c;
        state = State.STRING;
      }
      case ESCAPE -> begin();
      default -> {
        if (c < 0x20) {
          // Carried out in the midst of a sequence.
          control(c);
        } else if (c <= 0x2f && sequence.length() < LONGEST_SEQUENCE) {
          sequence.append((char) c);
        } else {
          end(c);
        }
      }
    }
  }

  private void sequence(int c) {
    if (c == ESCAPE) {
      begin();
    } else if (c < 0x20) {
      control(c);
    } else if (c >= 0x40) {
      end(c);
    } else if (sequence.length() <= LONGEST_SEQUENCE) {
      sequence.append((char) c);
    }
  }

  private void control(int c) {
    if (c == 0x18 || c == 0x1a) {
      state = State.TEXT;
    } else {
      sink.control(Character.toString(c));
    }
  }

  private void end(int c) {
    state = State.TEXT;
    if (c < 0x7f && sequence.length() < LONGEST_SEQUENCE) {
      sink.control(sequence.append((char) c).toString());
    }
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default ->
          c == JOINER
              || c == 0x200C
              || (c >= 0x1F3FB && c <= 0x1F3FF)
              || (c >= 0xE0020 && c <= 0xE007F);
    };
  }

  /// If the character goes on with `c`: after a joiner, or as the second half of a flag.
  private static boolean continues(CharSequence cluster, int c) {
    if (cluster.isEmpty() || cluster.length() >= LONGEST_CLUSTER) {
      return false;
    }
    int last = Character.codePointBefore(cluster, cluster.length());
    boolean flag = isFlag(last) && isFlag(c) && cluster.length() == Character.charCount(last);
    return flag || (last == JOINER && c >= 0x2000);
  }

  private static boolean isFlag(int c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
  }

  private static boolean isWide(String cluster) {
    return cluster.codePoints().anyMatch(c -> WCWidth.wcwidth(c) == 2);
  }
}
