package io.tapevault.http.playback.sessions;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.http.playback.audit.NotedSearch;
import io.tapevault.json.Json;
import io.tapevault.search.Transcripts.Hit;
import io.tapevault.search.Transcripts.Page;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.UnaryOperator;

/// Where words stand in transcripts.
public final class WordRoutes {

  private WordRoutes() {}

  public static Routes of(NotedSearch search) {
    return new Routes().add(Route.FIND_WORDS, (request, none) -> list(request, search));
  }

  private static Answer list(HttpRequest request, NotedSearch search) throws IOException {
    Cursors cursors = search.audited().cursors();
    return WordParameters.of(request, cursors, search.audited().clock().instant())
        .answer(asked ->
            search
                .find(request, asked.asked(), asked.after(), asked.limit())
                .<Answer>map(page ->
                    HttpResponse.json(
                        200,
                        Json.object(json ->
                            write(
                                json,
                                page,
                                next ->
                                    cursors.cursor(
                                        asked.asked().question(), request.caller(), next)))))
                .orElseGet(WordParameters::badCursor));
  }

  private static void write(JsonGenerator json, Page page, UnaryOperator<String> cursor)
      throws IOException {
    json.writeArrayFieldStart("hits");
    for (Hit hit : page.hits()) {
      json.writeStartObject();
      json.writeStringField("sid", hit.session().sid().value());
      json.writeNumberField("at", BigDecimal.valueOf(hit.millis(), 3));
      json.writeStringField("line", hit.line().text());
      json.writeNumberField("from", hit.line().from());
      json.writeNumberField("to", hit.line().to());
      SessionJson.text(json, "user", hit.session().user());
      SessionJson.text(json, "server", hit.session().server());
      json.writeStringField("start", hit.session().at().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!page.next().isEmpty()) {
      json.writeStringField("cursor", cursor.apply(page.next()));
    }
  }
}
