package io.tapevault.http.playback.events;

import io.tapevault.event.Cursor;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.http.playback.asked.Cursors.Place;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.Parameters.NotValid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request asks for of the events, checked: a time, a [filter][EventFilter], an order, a
/// limit and a cursor.
record EventParameters(EventQuery query, int limit, Place place, Follow follow, String question) {

  static final int DEFAULT_LIMIT = 500;
  static final int MAX_LIMIT = 10_000;

  static final Set<String> OFTEN = Set.of("type", "code", "user", "session", "server");
  private static final EventKey BEFORE_ALL = new EventKey("", -1);
  // How a place begins where a page had more behind it, and where it was the last one so far.
  private static final String MIDDLE = "m";
  private static final String END = "e";
  // And that of an export which is being made.
  private static final String EXPORT = "x";
  private static final int LATEST = 86_400;

  /// Whether somebody waits for what comes, and how many seconds late that may be.
  record Follow(boolean on, int late) {
    private static final Follow NOT = new Follow(false, 0);
  }

  /// Of a search in all events.
  static Decoded<EventParameters> ofSearch(HttpRequest request, Cursors cursors, Instant now) {
    return decoded(
        request,
        Set.of("from", "to", "order", "limit", "cursor", "where", "success", "follow"),
        OFTEN,
        "",
        cursors,
        now);
  }

  /// Of all that a search finds, in a form.
  static Decoded<EventParameters> ofExport(
      HttpRequest request, ExportForm form, Cursors cursors, Instant now) {
    return decoded(
        request,
        Set.of("from", "to", "order", "cursor", "where", "success"),
        OFTEN,
        form.file(),
        cursors,
        now);
  }

  /// Of an export that goes on without its request.
  static EventQuery ofJob(Map<String, List<String>> query, Instant now) throws NotValid {
    Parameters asked = Parameters.checked(query);
    return query(asked, EventFilter.of(asked), now);
  }

  /// Of the events of one session.
  static Decoded<EventParameters> ofSession(
      HttpRequest request, String session, Cursors cursors, Instant now) {
    return decoded(request, Set.of("order", "limit", "cursor"), Set.of(), session, cursors, now);
  }

  private static Decoded<EventParameters> decoded(
      HttpRequest request,
      Set<String> once,
      Set<String> often,
      String scope,
      Cursors cursors,
      Instant now) {
    try {
      return of(Parameters.of(request, once, often), scope, request.caller(), cursors, now);
    } catch (NotValid e) {
      return Decoded.problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private static Decoded<EventParameters> of(
      Parameters asked, String scope, String caller, Cursors cursors, Instant now) throws NotValid {
    EventFilter filter = EventFilter.of(asked);
    EventQuery query = query(asked, filter, now);
    int limit = asked.limit(DEFAULT_LIMIT, MAX_LIMIT);
    Follow follow = follow(asked, query);
    String question = question(asked, scope, filter);
    return cursors
        .after(asked, question, caller)
        .then(place -> new EventParameters(query, limit, place, follow, question));
  }

  private static EventQuery query(Parameters asked, EventFilter filter, Instant now)
      throws NotValid {
    Parameters.Window window = asked.window(now);
    return new EventQuery(
        window.from(), window.to(), filter.types(), asked.order("asc"), filter.where());
  }

  private static Follow follow(Parameters asked, EventQuery query) throws NotValid {
    Optional<String> text = asked.one("follow");
    if (text.isEmpty()) {
      return Follow.NOT;
    }
    if (!text.get().matches("\\d{1,5}") || Integer.parseInt(text.get()) > LATEST) {
      throw new NotValid("'follow' is a whole number of seconds from 0 to " + LATEST);
    }
    if (query.order() == EventQuery.Order.DESCENDING) {
      throw new NotValid("'order' is asc where 'follow' is asked for");
    }
    return new Follow(true, Integer.parseInt(text.get()));
  }

  /// All but the limit and the cursor.
  private static String question(Parameters asked, String scope, EventFilter filter) {
    return List.of(
            "events",
            scope,
            asked.one("from").orElse(""),
            asked.one("to").orElse(""),
            filter.text(),
            asked.one("order").orElse("asc"),
            asked.one("follow").orElse(""))
        .toString();
  }

  /// Whether it is the next page of who asked for the one before.
  boolean goesOn() {
    return place.bySameCaller();
  }

  /// How the export is called that was begun for this question.
  Optional<String> export() {
    return Optional.of(place.text())
        .filter(text -> text.startsWith(EXPORT))
        .map(text -> text.substring(EXPORT.length()));
  }

  static String export(String name) {
    return EXPORT + name;
  }

  /// Where the page begins behind. Who follows is given again what may have come late.
  @Nullable Position after() {
    Position end = end();
    return end == null || !place.text().startsWith(END)
        ? end
        : new Position(end.time().minusSeconds(follow.late()), BEFORE_ALL);
  }

  private @Nullable Position end() {
    return place(place.text());
  }

  /// Null is the beginning.
  static @Nullable Position place(String text) {
    return text.length() <= 1
        ? null
        : Cursor.decode(text.substring(1)).map(Cursor::position).orElseThrow();
  }

  /// Where the next page begins behind, which is null where there is none.
  @Nullable String next(EventPage page, Instant now) {
    Position end = page.end();
    if (end != null) {
      return middle(end);
    }
    return follow.on() ? END + new Cursor(newest(page, now)).encoded() : null;
  }

  /// Null is the beginning.
  static String middle(@Nullable Position place) {
    return MIDDLE + (place == null ? "" : new Cursor(place).encoded());
  }

  /// The newest that was seen. A clock that runs ahead hurries nobody past what comes until then.
  private Position newest(EventPage page, Instant now) {
    Position known = end();
    Position begin = known == null ? new Position(query.from(), BEFORE_ALL) : known;
    return page.events().stream()
        .map(StoredEvent::position)
        .filter(position -> !position.time().isAfter(now) && position.compareTo(begin) > 0)
        .reduce(begin, (one, other) -> other);
  }
}
