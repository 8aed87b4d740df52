package io.tapevault.http.playback;

import io.tapevault.event.Cursor;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Position;
import io.tapevault.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `from`, `to`, `type`, `order`, `limit` and `cursor` of a request, checked.
record EventParameters(EventQuery query, int limit, @Nullable Position after, int fingerprint) {

  static final int DEFAULT_LIMIT = 500;
  static final int MAX_LIMIT = 10_000;
  // Events stay for a year unless the retention says otherwise; a clock may run ahead.
  private static final Duration DEFAULT_WINDOW = Duration.ofDays(365);
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  /// A parameter that is not valid.
  static final class NotValid extends Exception {
    private static final long serialVersionUID = 1;
    final boolean cursor;

    NotValid(String message, boolean cursor) {
      super(message);
      this.cursor = cursor;
    }
  }

  static EventParameters of(HttpRequest request, String scope, Instant now) throws NotValid {
    Instant from = time(request, "from").orElse(now.minus(DEFAULT_WINDOW));
    Instant to = time(request, "to").orElse(now.plus(CLOCK_SKEW));
    if (from.isAfter(to)) {
      throw new NotValid("'from' is after 'to'", false);
    }
    int fingerprint = fingerprint(request, scope);
    EventQuery query = new EventQuery(from, to, types(request), order(request));
    return new EventParameters(query, limit(request), after(request, fingerprint), fingerprint);
  }

  private static Optional<Instant> time(HttpRequest request, String name) throws NotValid {
    Optional<String> text = request.parameter(name);
    try {
      return text.map(time -> OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeException e) {
      throw new NotValid(
          "'" + name + "' is not RFC 3339, such as 2026-03-01T00:00:00Z (write + as %2B)", false);
    }
  }

  private static Set<String> types(HttpRequest request) {
    return request
        .parameter("type")
        .filter(types -> !types.isEmpty())
        .map(types -> Set.of(types.split(",", -1)))
        .orElse(Set.of());
  }

  private static Order order(HttpRequest request) throws NotValid {
    return switch (request.parameter("order").orElse("asc")) {
      case "asc" -> Order.ASCENDING;
      case "desc" -> Order.DESCENDING;
      default -> throw new NotValid("'order' is asc or desc", false);
    };
  }

  private static int limit(HttpRequest request) throws NotValid {
    try {
      int limit =
          Integer.parseInt(request.parameter("limit").orElse(Integer.toString(DEFAULT_LIMIT)));
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new NotValid("'limit' is a whole number from 1 to " + MAX_LIMIT, false);
  }

  private static @Nullable Position after(HttpRequest request, int fingerprint) throws NotValid {
    Optional<String> text = request.parameter("cursor");
    if (text.isEmpty()) {
      return null;
    }
    Optional<Cursor> cursor = Cursor.decode(text.get()).filter(one -> one.query() == fingerprint);
    if (cursor.isEmpty()) {
      throw new NotValid(
          "hand the cursor back as it was given, with the same from, to, type and order", true);
    }
    return cursor.get().position();
  }

  private static int fingerprint(HttpRequest request, String scope) {
    return List.of(
            scope,
            request.parameter("from").orElse(""),
            request.parameter("to").orElse(""),
            request.parameter("type").orElse(""),
            request.parameter("order").orElse("asc"))
        .hashCode();
  }
}
