package io.tapevault.http.playback;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.Parameters.NotValid;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Wanted;
import io.tapevault.search.Wanted.NotWanted;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What words are looked for, in which sessions, checked; `after` is empty at first.
record WordParameters(NotedSearch.Asked asked, int limit, String after) {

  static final int MAX_LIMIT = 100;

  private static final int DEFAULT_LIMIT = 50;
  private static final String VERSION = "w1";
  private static final List<String> QUESTION = List.of("q", "from", "to", "user", "server");

  static Decoded<WordParameters> of(HttpRequest request, Instant now) {
    try {
      Set<String> once = new HashSet<>(QUESTION);
      once.addAll(List.of("limit", "cursor"));
      return of(Parameters.of(request, once, Set.of()), now);
    } catch (NotValid e) {
      return Decoded.problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private static Decoded<WordParameters> of(Parameters asked, Instant now) throws NotValid {
    String words = asked.one("q").orElse("");
    Parameters.Window window = asked.window(now);
    TextQuery query =
        new TextQuery(
            wanted("q", words),
            window.from(),
            window.to(),
            asked.one("user").orElse(""),
            asked.one("server").orElse(""),
            false);
    int limit = asked.limit(DEFAULT_LIMIT, MAX_LIMIT);
    String question = QUESTION.stream().map(asked::one).toList().toString();
    Optional<String> cursor = asked.one("cursor");
    Optional<String> after = cursor.flatMap(text -> place(text, question));
    return cursor.isPresent() && after.isEmpty()
        ? new Decoded.Misunderstood<>(badCursor())
        : Decoded.of(
            new WordParameters(
                new NotedSearch.Asked(words, question, query), limit, after.orElse("")));
  }

  static Wanted wanted(String name, String words) throws NotValid {
    try {
      return Wanted.parse(words);
    } catch (NotWanted e) {
      throw new NotValid("'" + name + "' " + e.getMessage());
    }
  }

  static Problem badCursor() {
    return new Problem(
        Problem.Type.BAD_CURSOR, "hand the cursor back as it was given, with the same question");
  }

  /// Where a page ended, bound to its question.
  static String cursor(String place, String question) {
    String text = String.join(":", VERSION, Integer.toHexString(question.hashCode()), place);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  static Optional<String> place(String cursor, String question) {
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split(":", 3);
      return parts.length == 3
              && parts[0].equals(VERSION)
              && parts[1].equals(Integer.toHexString(question.hashCode()))
              && !parts[2].isEmpty()
          ? Optional.of(parts[2])
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
