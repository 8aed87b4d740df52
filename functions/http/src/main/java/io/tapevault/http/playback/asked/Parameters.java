package io.tapevault.http.playback.asked;

import io.tapevault.event.EventQuery.Order;
import io.tapevault.http.HttpRequest;
import io.tapevault.json.EventTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The query of a request, where every parameter is known, and stands there once unless it may
/// stand there more often.
public final class Parameters {

  // Events stay for a year unless the retention says otherwise; a clock may run ahead.
  private static final Duration DEFAULT_WINDOW = Duration.ofDays(365);
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  private final Map<String, List<String>> query;

  private Parameters(Map<String, List<String>> query) {
    this.query = query;
  }

  /// A parameter that is not valid.
  public static final class NotValid extends Exception {
    private static final long serialVersionUID = 1;

    public NotValid(String message) {
      super(message);
    }
  }

  public static Parameters of(HttpRequest request, Set<String> once, Set<String> often)
      throws NotValid {
    for (Map.Entry<String, List<String>> one : request.query().entrySet()) {
      String name = one.getKey();
      if (!once.contains(name) && !often.contains(name) && !HttpRequest.isOfSignature(name)) {
        throw new NotValid("there is no parameter '" + name + "' here");
      }
      if (once.contains(name) && one.getValue().size() > 1) {
        throw new NotValid("'" + name + "' is there " + one.getValue().size() + " times");
      }
    }
    return new Parameters(request.query());
  }

  /// Of a query that was checked before.
  public static Parameters checked(Map<String, List<String>> query) {
    return new Parameters(query);
  }

  public Optional<String> one(String name) {
    return all(name).stream().findFirst();
  }

  public List<String> all(String name) {
    return query.getOrDefault(name, List.of());
  }

  public Optional<Instant> time(String name) throws NotValid {
    Optional<String> text = one(name);
    Optional<Instant> time = text.flatMap(EventTime::parse);
    if (text.isPresent() && time.isEmpty()) {
      throw new NotValid(
          "'" + name + "' is not RFC 3339, such as 2026-03-01T00:00:00Z (write + as %2B)");
    }
    return time;
  }

  /// `from` (inclusive) to `to` (exclusive); a year ago and tomorrow where they are not there.
  public Window window(Instant now) throws NotValid {
    Window window =
        new Window(
            time("from").orElse(now.minus(DEFAULT_WINDOW)),
            time("to").orElse(now.plus(CLOCK_SKEW)));
    if (window.from().isAfter(window.to())) {
      throw new NotValid("'from' is after 'to'");
    }
    return window;
  }

  public record Window(Instant from, Instant to) {}

  /// `asc` or `desc`.
  public Order order(String otherwise) throws NotValid {
    return switch (one("order").orElse(otherwise)) {
      case "asc" -> Order.ASCENDING;
      case "desc" -> Order.DESCENDING;
      default -> throw new NotValid("'order' is asc or desc");
    };
  }

  /// From 1 to `most`.
  public int limit(int otherwise, int most) throws NotValid {
    try {
      int limit = Integer.parseInt(one("limit").orElse(Integer.toString(otherwise)));
      if (limit >= 1 && limit <= most) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new NotValid("'limit' is a whole number from 1 to " + most);
  }
}
