package io.tapevault.http.sinks;

import io.tapevault.alarm.Register;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.health.SinkState;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.Parameters.NotValid;
import io.tapevault.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Supplier;

/// Where an operator asks how SIEMs are.
public final class SinkRoutes {

  private static final Duration DEFAULT_WINDOW = Duration.ofHours(24);
  private static final Duration WIDEST = Duration.ofDays(31);
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  private final Books books;
  private final Supplier<NavigableMap<String, Boolean>> sinks;
  private final InstantSource clock;

  private SinkRoutes(
      Books books, Supplier<NavigableMap<String, Boolean>> sinks, InstantSource clock) {
    this.books = books;
    this.sinks = sinks;
    this.clock = clock;
  }

  /// Where it is kept what became of events, and how SIEMs are.
  public record Books(Accounts accounts, Register register) {}

  /// `sinks` are the names of those that are configured, each with whether it is known to be
  /// paused.
  public static Routes of(
      Books books, Supplier<NavigableMap<String, Boolean>> sinks, InstantSource clock) {
    SinkRoutes routes = new SinkRoutes(books, sinks, clock);
    return new Routes()
        .add(Route.SINKS, (request, none) -> routes.all(request))
        .add(Route.SINK, routes::one);
  }

  private Answer all(HttpRequest request) {
    try {
      Parameters.of(request, Set.of(), Set.of());
    } catch (NotValid e) {
      return bad(e);
    }
    return HttpResponse.json(
        200,
        Json.object(json -> {
          json.writeArrayFieldStart("sinks");
          for (Map.Entry<String, Boolean> sink : sinks.get().entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", sink.getKey());
            json.writeBooleanField("paused", sink.getValue());
            SinkState.of(books.register(), sink.getKey()).write(json);
            json.writeEndObject();
          }
          json.writeEndArray();
        }));
  }

  private Answer one(HttpRequest request, String name) throws IOException {
    Boolean paused = sinks.get().get(name);
    if (paused == null) {
      return unknown();
    }
    try {
      Parameters asked = Parameters.of(request, Set.of("from", "to"), Set.of());
      SinkState state = SinkState.of(books.register(), name);
      Instant now = clock.instant();
      Instant to = asked.time("to").orElse(now.plus(CLOCK_SKEW));
      Instant from = asked.time("from").orElse(begin(state, to, now));
      if (from.isAfter(to) || from.plus(WIDEST).isBefore(to)) {
        throw new NotValid("'from' is at most 31 days before 'to', and not after it");
      }
      return HttpResponse.json(
          200,
          SinkJson.write(
              new SinkJson.Sink(name, paused, state),
              books.accounts().read(name, from, to),
              Replays.pending(books.register(), name)));
    } catch (NotValid e) {
      return bad(e);
    }
  }

  /// A day, and more where the SIEM is down for longer: what waits is then what is asked for.
  private static Instant begin(SinkState state, Instant to, Instant now) {
    Instant day = to.minus(DEFAULT_WINDOW);
    Instant since = state.down() && state.since().isBefore(now) ? state.since() : day;
    Instant earliest = to.minus(WIDEST);
    Instant begin = since.isBefore(day) ? since : day;
    return begin.isBefore(earliest) ? earliest : begin;
  }

  static Problem unknown() {
    return new Problem(
        Problem.Type.UNKNOWN_SINK, "GET /v1/sinks lists the SIEMs that are configured");
  }

  static Problem bad(NotValid e) {
    return new Problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
  }
}
