package io.tapevault.http.playback;

import io.tapevault.event.Cursor;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Position;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.Parameters.NotValid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request asks for of the events, checked: a time, a [filter][EventFilter], an order, a
/// limit and a cursor.
record EventParameters(EventQuery query, int limit, @Nullable Position after, int fingerprint) {

  static final int DEFAULT_LIMIT = 500;
  static final int MAX_LIMIT = 10_000;

  /// Of a search in all events.
  static Decoded<EventParameters> ofSearch(HttpRequest request, Instant now) {
    return decoded(
        request,
        Set.of("from", "to", "order", "limit", "cursor", "where", "success"),
        Set.of("type", "code", "user", "session", "server"),
        "",
        now);
  }

  /// Of the events of one session.
  static Decoded<EventParameters> ofSession(HttpRequest request, String session, Instant now) {
    return decoded(request, Set.of("order", "limit", "cursor"), Set.of(), session, now);
  }

  private static Decoded<EventParameters> decoded(
      HttpRequest request, Set<String> once, Set<String> often, String scope, Instant now) {
    try {
      return of(Parameters.of(request, once, often), scope, now);
    } catch (NotValid e) {
      return Decoded.problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private static Decoded<EventParameters> of(Parameters asked, String scope, Instant now)
      throws NotValid {
    Parameters.Window window = asked.window(now);
    EventFilter filter = EventFilter.of(asked);
    EventQuery query =
        new EventQuery(
            window.from(), window.to(), filter.types(), asked.order("asc"), filter.where());
    int limit = asked.limit(DEFAULT_LIMIT, MAX_LIMIT);
    int fingerprint = fingerprint(asked, scope, filter);
    Optional<String> cursor = asked.one("cursor");
    if (cursor.isEmpty()) {
      return Decoded.of(new EventParameters(query, limit, null, fingerprint));
    }
    return Cursor.decode(cursor.get())
        .filter(one -> one.query() == fingerprint)
        .map(one -> Decoded.of(new EventParameters(query, limit, one.position(), fingerprint)))
        .orElseGet(() ->
            Decoded.problem(
                Problem.Type.BAD_CURSOR,
                "hand the cursor back as it was given, with the same question"));
  }

  private static int fingerprint(Parameters asked, String scope, EventFilter filter) {
    return List.of(
            scope,
            asked.one("from").orElse(""),
            asked.one("to").orElse(""),
            filter.text(),
            asked.one("order").orElse("asc"))
        .hashCode();
  }
}
