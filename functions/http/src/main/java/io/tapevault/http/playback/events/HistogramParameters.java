package io.tapevault.http.playback.events;

import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.Parameters.NotValid;
import io.tapevault.settings.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is counted, and in which steps.
record HistogramParameters(EventQuery query, Duration step) {

  static final int MOST_STEPS = 1_000;

  // Of the steps that people read easily, the shortest that leaves no more than these.
  private static final int ENOUGH_STEPS = 120;
  private static final List<Duration> STEPS =
      List.of("1s", "5s", "15s", "1m", "5m", "15m", "1h", "3h", "12h", "1d", "7d", "30d").stream()
          .map(Durations::parse)
          .toList();

  static Decoded<HistogramParameters> of(HttpRequest request, Instant now) {
    try {
      Parameters asked =
          Parameters.of(
              request,
              Set.of("from", "to", "where", "success", "step", "by"),
              EventParameters.OFTEN);
      if (!asked.one("by").orElse("type").equals("type")) {
        throw new NotValid("'by' is type");
      }
      Parameters.Window window = asked.window(now);
      EventFilter filter = EventFilter.of(asked);
      Instant from = window.from().truncatedTo(ChronoUnit.SECONDS);
      Instant to = nextSecond(window.to());
      return Decoded.of(
          new HistogramParameters(
              new EventQuery(from, to, filter.types(), Order.ASCENDING, filter.where()),
              step(asked.one("step"), Duration.between(from, to))));
    } catch (NotValid e) {
      return Decoded.problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private static Instant nextSecond(Instant time) {
    Instant second = time.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(time) ? second : second.plusSeconds(1);
  }

  private static Duration step(Optional<String> asked, Duration window) throws NotValid {
    if (asked.isEmpty()) {
      return STEPS.stream()
          .filter(step -> steps(window, step) <= ENOUGH_STEPS)
          .findFirst()
          .orElse(Duration.ofDays(window.toDays() / ENOUGH_STEPS + 1));
    }
    Duration step = parsed(asked.get());
    if (step.isZero()) {
      throw new NotValid("'step' is one second at least");
    }
    if (steps(window, step) > MOST_STEPS) {
      throw new NotValid(
          "from 'from' to 'to' there are more than "
              + MOST_STEPS
              + " times '"
              + asked.get()
              + "': a 'step' of "
              + (window.toSeconds() / MOST_STEPS + 1)
              + "s is enough");
    }
    return step;
  }

  private static Duration parsed(String text) throws NotValid {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new NotValid("'step': " + e.getMessage());
    }
  }

  private static long steps(Duration window, Duration step) {
    return window.toSeconds() / step.toSeconds();
  }
}
