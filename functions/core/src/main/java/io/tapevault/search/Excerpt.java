package io.tapevault.search;

/// A line, cut around what was found, and where in it that stands.
public record Excerpt(String text, int from, int to) {

  // As much as fits into a line of a wide terminal.
  private static final int MOST = 240;
  private static final int BEFORE = 80;

  static Excerpt of(String line, int from, int to) {
    if (line.length() <= MOST) {
      return new Excerpt(line, from, to);
    }
    int first = boundary(line, Math.max(0, Math.min(from - BEFORE, line.length() - MOST)));
    int last = boundary(line, Math.min(line.length(), first + MOST));
    return new Excerpt(line.substring(first, last), from - first, Math.min(to, last) - first);
  }

  /// Never within a character.
  private static int boundary(String line, int at) {
    boolean within =
        at > 0
            && at < line.length()
            && Character.isLowSurrogate(line.charAt(at))
            && Character.isHighSurrogate(line.charAt(at - 1));
    return within ? at - 1 : at;
  }
}
