package io.tapevault.recording.masking;

/// A text that is looked for in a stream, character by character (Knuth, Morris and Pratt).
final class Needle {

  private final String text;
  private final int[] fallback;
  private int matched;

  Needle(String text) {
    this.text = sought(text);
    this.fallback = fallback(this.text);
  }

  /// What of a text is looked for: nothing that takes no place on a screen, and no spaces.
  static String sought(String text) {
    StringBuilder sought = new StringBuilder(text.length());
    text.chars().filter(c -> !isPassedOver((char) c)).forEach(c -> sought.append((char) c));
    return sought.toString();
  }

  static boolean isPassedOver(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }

  private static int[] fallback(String text) {
    int[] fallback = new int[text.length() + 1];
    int known = 0;
    for (int i = 1; i < text.length(); i++) {
      while (known > 0 && text.charAt(i) != text.charAt(known)) {
        known = fallback[known];
      }
      known += text.charAt(i) == text.charAt(known) ? 1 : 0;
      fallback[i + 1] = known;
    }
    return fallback;
  }

  int length() {
    return text.length();
  }

  /// How many of the last characters may be the beginning of it.
  int begun() {
    return matched;
  }

  /// Whether it ends with this character.
  boolean endsWith(char c) {
    while (matched > 0 && text.charAt(matched) != c) {
      matched = fallback[matched];
    }
    matched += text.charAt(matched) == c ? 1 : 0;
    if (matched < text.length()) {
      return false;
    }
    matched = fallback[matched];
    return true;
  }
}
