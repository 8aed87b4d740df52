package io.tapevault.search;

import io.tapevault.search.Words.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is looked for: all of these phrases in one line, in any order. A phrase is words that stand
/// beside each other.
public record Wanted(List<List<String>> phrases) {

  private static final int MOST_CHARACTERS = 500;
  private static final int MOST_PHRASES = 16;

  public Wanted {
    phrases = phrases.stream().map(List::copyOf).toList();
  }

  /// A question that cannot be asked; the message says why.
  public static final class NotWanted extends Exception {
    private static final long serialVersionUID = 1;

    NotWanted(String message) {
      super(message);
    }
  }

  /// Of what somebody typed: what stands between blanks, or between quotation marks, is a phrase;
  /// nothing else has a meaning of its own.
  public static Wanted parse(String text) throws NotWanted {
    if (text.length() > MOST_CHARACTERS) {
      throw new NotWanted("has more than " + MOST_CHARACTERS + " characters");
    }
    List<List<String>> phrases = new ArrayList<>();
    String[] parts = text.split("\"", -1);
    for (int i = 0; i < parts.length; i++) {
      String[] terms = i % 2 == 1 ? new String[] {parts[i]} : parts[i].strip().split("\\s+");
      for (String term : terms) {
        List<String> phrase = Words.of(term).stream().map(Word::text).toList();
        if (!phrase.isEmpty()) {
          phrases.add(phrase);
        }
      }
    }
    if (phrases.isEmpty()) {
      throw new NotWanted("holds no word: letters, digits or symbols are searched for");
    }
    if (phrases.size() > MOST_PHRASES) {
      throw new NotWanted("holds more than " + MOST_PHRASES + " words and phrases");
    }
    return new Wanted(phrases);
  }

  /// What of the line is shown, where all stand in it.
  public Optional<Excerpt> in(String line) {
    List<Word> words = Words.of(line);
    Optional<Excerpt> first = Optional.empty();
    for (List<String> phrase : phrases) {
      int at = place(phrase, words);
      if (at < 0) {
        return Optional.empty();
      }
      if (first.isEmpty()) {
        int end = words.get(at + phrase.size() - 1).to();
        first = Optional.of(Excerpt.of(line, words.get(at).from(), end));
      }
    }
    return first;
  }

  private static int place(List<String> phrase, List<Word> words) {
    for (int at = 0; at + phrase.size() <= words.size(); at++) {
      int same = 0;
      while (same < phrase.size() && words.get(at + same).text().equals(phrase.get(same))) {
        same++;
      }
      if (same == phrase.size()) {
        return at;
      }
    }
    return -1;
  }
}
