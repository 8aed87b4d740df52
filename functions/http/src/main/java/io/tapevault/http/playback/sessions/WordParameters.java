package io.tapevault.http.playback.sessions;

import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.Parameters.NotValid;
import io.tapevault.http.playback.audit.NotedSearch;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Wanted;
import io.tapevault.search.Wanted.NotWanted;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What words are looked for, in which sessions, checked; `after` is empty at first.
record WordParameters(NotedSearch.Asked asked, int limit, String after) {

  static final int MAX_LIMIT = 100;

  private static final int DEFAULT_LIMIT = 50;
  private static final List<String> QUESTION = List.of("q", "from", "to", "user", "server");

  static Decoded<WordParameters> of(HttpRequest request, Cursors cursors, Instant now) {
    try {
      Set<String> once = new HashSet<>(QUESTION);
      once.addAll(List.of("limit", "cursor"));
      return of(Parameters.of(request, once, Set.of()), request.caller(), cursors, now);
    } catch (NotValid e) {
      return Decoded.problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private static Decoded<WordParameters> of(
      Parameters asked, String caller, Cursors cursors, Instant now) throws NotValid {
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
    String question = "words" + QUESTION.stream().map(asked::one).toList();
    NotedSearch.Asked noted = new NotedSearch.Asked(words, question, query);
    return cursors
        .after(asked, question, caller)
        .then(after -> new WordParameters(noted, limit, after.text()));
  }

  static Wanted wanted(String name, String words) throws NotValid {
    try {
      return Wanted.parse(words);
    } catch (NotWanted e) {
      throw new NotValid("'" + name + "' " + e.getMessage());
    }
  }

  /// What a store does not know that a cursor of ours leads to.
  static Problem badCursor() {
    return new Problem(
        Problem.Type.BAD_CURSOR, "it leads to a place that is not there: ask from the beginning");
  }
}
