package io.tapevault.http.playback.audit;

import io.tapevault.http.HttpRequest;
import io.tapevault.search.SearchEvent;
import io.tapevault.search.TextQuery;
import io.tapevault.search.TextSearch;
import io.tapevault.search.Transcripts.Page;
import java.util.Optional;

/// Nothing is looked for in recordings before the log says who does, and for what.
public record NotedSearch(TextSearch search, Audited audited) {

  /// What was asked, in the words of who asks and in ours.
  public record Asked(String words, String question, TextQuery query) {}

  /// Empty where `after`, which a cursor brought, was made up.
  public Optional<Page> find(HttpRequest request, Asked asked, String after, int limit) {
    audited
        .book()
        .append(
            SearchEvent.of(
                asked.words(), asked.question(), request.caller(), audited.clock().instant()));
    try {
      return Optional.of(search.find(asked.query(), after, limit));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
