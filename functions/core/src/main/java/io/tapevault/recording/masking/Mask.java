package io.tapevault.recording.masking;

import java.util.ArrayList;
import java.util.List;

/// What is not to be seen: all that was shown within spans, and texts wherever they were shown.
///
/// A text is found whatever spaces are in it, for a program may move the cursor instead of writing
/// one.
public record Mask(List<Span> spans, List<String> texts) {

  /// So many characters that are no spaces a text has at least: fewer are all over a recording.
  public static final int FEWEST_CHARACTERS = 3;

  public Mask {
    spans = List.copyOf(spans);
    texts = List.copyOf(texts);
  }

  /// Milliseconds of the recording's time; both ends are in it.
  public record Span(long from, long to) {
    boolean holds(long millis) {
      return from <= millis && millis <= to;
    }
  }

  /// If there is enough in it to be looked for.
  public static boolean canBeFound(String text) {
    return Needle.sought(text).length() >= FEWEST_CHARACTERS;
  }

  /// Both.
  public Mask and(Mask other) {
    List<Span> allSpans = new ArrayList<>(spans);
    allSpans.addAll(other.spans);
    List<String> allTexts = new ArrayList<>(texts);
    allTexts.addAll(other.texts);
    return new Mask(allSpans, allTexts);
  }

  boolean hides(long millis) {
    for (Span span : spans) {
      if (span.holds(millis)) {
        return true;
      }
    }
    return false;
  }
}
