package io.tapevault.disk.sqlite;

import static java.util.stream.Collectors.joining;

import io.tapevault.event.Sha256;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Transcribed;
import io.tapevault.search.Words;
import io.tapevault.search.Words.Word;

/// What FTS5 is given of a line, and asked.
final class WordIndex {

  private static final int DIGITS = 16;

  private WordIndex() {}

  static String words(String line) {
    return Words.of(line).stream().map(Word::text).collect(joining(" "));
  }

  /// Names may hold anything; a wrong one that is found all the same is left out later.
  static String whose(Transcribed session) {
    return user(session.user()) + " " + server(session.server());
  }

  /// Words hold letters, digits and symbols, and no quotation mark.
  static String question(TextQuery query) {
    String words =
        query.words().phrases().stream()
            .map(phrase -> "words : \"" + String.join(" ", phrase) + '"')
            .collect(joining(" AND "));
    return words
        + (query.user().isEmpty() ? "" : " AND whose : " + user(query.user()))
        + (query.server().isEmpty() ? "" : " AND whose : " + server(query.server()));
  }

  private static String user(String name) {
    return "u" + digest(name);
  }

  private static String server(String name) {
    return "s" + digest(name);
  }

  private static String digest(String name) {
    return Sha256.ofText(name).substring(0, DIGITS);
  }
}
