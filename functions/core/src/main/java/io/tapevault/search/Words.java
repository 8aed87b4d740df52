package io.tapevault.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a text is searched by: runs of letters and digits, each character of a script that puts no
/// blanks between words, and each symbol. Case makes no difference; punctuation and what boxes are
/// drawn with stand between words.
public final class Words {

  // A longer run is several words beside each other, so that no index has to hold a large one.
  private static final int LONGEST = 64;
  private static final Set<UnicodeScript> WITHOUT_BLANKS =
      Set.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);
  private static final int FIRST_BOX = 0x2500;
  private static final int LAST_BOX = 0x259f;

  private Words() {}

  /// A word as it is compared, and where it stands in the text.
  public record Word(String text, int from, int to) {}

  private enum Part {
    NONE,
    RUN,
    ALONE
  }

  /// In their order.
  public static List<Word> of(String text) {
    List<Word> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int code = text.codePointAt(at);
      int end = at + Character.charCount(code);
      Part part = part(code);
      if (part == Part.RUN) {
        end = endOfRun(text, end, at + LONGEST);
      }
      if (part != Part.NONE) {
        words.add(new Word(folded(text.substring(at, end)), at, end));
      }
      at = end;
    }
    return words;
  }

  private static int endOfRun(String text, int from, int most) {
    int end = from;
    while (end < text.length() && end < most && part(text.codePointAt(end)) == Part.RUN) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private static Part part(int code) {
    if (code < 0x80) {
      return Character.isLetterOrDigit(code) ? Part.RUN : Part.NONE;
    }
    return switch (Character.getType(code)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          WITHOUT_BLANKS.contains(UnicodeScript.of(code)) ? Part.ALONE : Part.RUN;
      // With the letter before it; one that picks how a symbol is drawn is none of the word's.
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK ->
          code >= 0xfe00 && code <= 0xfe0f ? Part.NONE : Part.RUN;
      case Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL ->
          code >= FIRST_BOX && code <= LAST_BOX ? Part.NONE : Part.ALONE;
      default -> Part.NONE;
    };
  }

  private static String folded(String run) {
    StringBuilder folded = new StringBuilder(run.length());
    run.codePoints()
        .map(code -> Character.toLowerCase(Character.toUpperCase(code)))
        .forEach(folded::appendCodePoint);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }
}
