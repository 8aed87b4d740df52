package io.tapevault.screen;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a terminal is set beside what stands on it: an emulator does not tell.
final class Modes {

  /// A place, a pen and what goes with it, that a program comes back to.
  record Saved(int column, int row, Pen pen, Charsets charsets, boolean origin, boolean wraps) {
    /// What saves it in a terminal that has just been made, with the pen as it is left behind.
    String sequence() {
      return charsets.sequence()
          + (origin ? "\u001b[?6h" : "")
          + (wraps ? "" : "\u001b[?7l")
          + "\u001b["
          + (row + 1)
          + ';'
          + (column + 1)
          + 'H'
          + pen.sequence()
          + "\u001b7\u001b[?6l\u001b[?7h\u001b[0m"
          + Charsets.RESET;
    }
  }

  /// Which characters are written, and if the second set is.
  record Charsets(String g0, String g1, boolean shifted) {
    static final Charsets USUAL = new Charsets("B", "B", false);
    static final String RESET = "\u001b(B\u001b)B\u000f";

    String sequence() {
      return equals(USUAL) ? "" : "\u001b(" + g0 + "\u001b)" + g1 + (shifted ? "\u000e" : "");
    }
  }

  // Those that change what is shown, and whether they are on in a new terminal.
  private static final Map<String, Boolean> KNOWN =
      Map.of("4", false, "20", false, "?6", false, "?7", true, "?25", true);

  private static final Pattern REGION = Pattern.compile("(\\d{0,4})(?:;(\\d{0,4}))?");

  private final Map<String, Boolean> changed = new TreeMap<>();
  private Pen pen = Pen.PLAIN;
  private String region = "";
  private Charsets charsets = Charsets.USUAL;
  private @Nullable Saved saved;

  Pen pen() {
    return pen;
  }

  void pen(Pen other) {
    pen = other;
  }

  @Nullable Saved saved() {
    return saved;
  }

  void saved(@Nullable Saved other) {
    saved = other;
  }

  boolean hasRegion() {
    return !region.isEmpty();
  }

  void forgetRegion() {
    region = "";
  }

  void shift(boolean out) {
    charsets = new Charsets(charsets.g0(), charsets.g1(), out);
  }

  /// Takes note of a sequence; the cursor is where it was before.
  void after(String sequence, int[] cursor) {
    int length = sequence.length();
    char end = sequence.charAt(length - 1);
    char kind = sequence.charAt(1);
    if (kind == '[') {
      sequence(sequence.substring(2, length - 1), end);
    } else if (length == 3 && kind == '(') {
      charsets = new Charsets(sequence.substring(2), charsets.g1(), charsets.shifted());
    } else if (length == 3 && kind == ')') {
      charsets = new Charsets(charsets.g0(), sequence.substring(2), charsets.shifted());
    } else if (length == 2) {
      switch (end) {
        case '7' -> saved = new Saved(cursor[0], cursor[1], pen, charsets, isOrigin(), wraps());
        case '8' -> restore();
        case 'c' -> {
          soft();
          saved = null;
        }
        default -> {}
      }
    }
  }

  private void sequence(String parameters, char end) {
    switch (end) {
      case 'm' -> {
        if (parameters.isEmpty() || parameters.charAt(0) <= ';') {
          pen = pen.after(parameters);
        }
      }
      case 'r' -> region(parameters);
      case 'p' -> {
        if (parameters.equals("!")) {
          soft();
        }
      }
      case 'h', 'l' -> {
        if (KNOWN.containsKey(parameters)) {
          set(parameters, end == 'h');
        }
      }
      default -> {}
    }
  }

  private void region(String parameters) {
    Matcher matcher = REGION.matcher(parameters);
    if (matcher.matches()) {
      int top = matcher.group(1).isEmpty() ? 1 : Integer.parseInt(matcher.group(1));
      String last = matcher.group(2);
      boolean isWhole = last == null || last.isEmpty();
      if (isWhole && top <= 1) {
        region = "";
      } else if (isWhole || top < Integer.parseInt(last)) {
        region = parameters;
      }
    }
  }

  private void restore() {
    pen = saved == null ? Pen.PLAIN : saved.pen();
    charsets = saved == null ? Charsets.USUAL : saved.charsets();
    set("?6", saved != null && saved.origin());
    set("?7", saved == null || saved.wraps());
  }

  private void set(String mode, boolean on) {
    if (Boolean.valueOf(on).equals(KNOWN.get(mode))) {
      changed.remove(mode);
    } else {
      changed.put(mode, on);
    }
  }

  private void soft() {
    changed.clear();
    pen = Pen.PLAIN;
    region = "";
    charsets = Charsets.USUAL;
  }

  boolean wraps() {
    return !changed.containsKey("?7");
  }

  boolean inserts() {
    return changed.containsKey("4");
  }

  /// What a new terminal is sent to be set so. `cursor` places the cursor and writes again what has
  /// just been written there, which has to be between the rest.
  String set(String cursor, String penSequence) {
    StringBuilder out = new StringBuilder();
    if (hasRegion()) {
      out.append("\u001b[").append(region).append('r');
    }
    if (isOrigin()) {
      out.append("\u001b[?6h");
    }
    out.append(cursor);
    out.append(penSequence);
    out.append(charsets.sequence());
    changed.forEach((mode, on) -> {
      if (!mode.equals("?6")) {
        out.append("\u001b[").append(mode).append(on ? 'h' : 'l');
      }
    });
    return out.toString();
  }

  private boolean isOrigin() {
    return changed.containsKey("?6");
  }

  /// The row that rows are counted from.
  int top() {
    String first = region.split(";", -1)[0];
    return !isOrigin() || first.isEmpty() ? 0 : Math.max(0, Integer.parseInt(first) - 1);
  }
}
