package io.tapevault.http.sinks;

import io.tapevault.alarm.Register;
import io.tapevault.forwarding.replay.Replay;
import io.tapevault.forwarding.replay.Replay.Range;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.Parameters.NotValid;
import io.tapevault.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/// Where an operator asks that a SIEM gets events once more.
public final class ReplayRoutes {

  private final Register register;
  private final Supplier<Set<String>> sinks;
  private final InstantSource clock;

  private ReplayRoutes(Register register, Supplier<Set<String>> sinks, InstantSource clock) {
    this.register = register;
    this.sinks = sinks;
    this.clock = clock;
  }

  /// `sinks` are the names of those that are configured.
  public static Routes of(Register register, Supplier<Set<String>> sinks, InstantSource clock) {
    ReplayRoutes routes = new ReplayRoutes(register, sinks, clock);
    return new Routes().add(Route.REPLAY, routes::ask);
  }

  private Answer ask(HttpRequest request, String sink) {
    if (!sinks.get().contains(sink)) {
      return SinkRoutes.unknown();
    }
    try {
      Parameters asked = Parameters.of(request, Set.of("from", "to", "only_missing"), Set.of());
      Instant now = clock.instant();
      Instant from = asked.time("from").orElseThrow(() -> new NotValid("'from' is missing"));
      Instant to = asked.time("to").orElse(now);
      if (!from.isBefore(to)) {
        throw new NotValid("'from' is not before 'to'");
      }
      Replay replay = Replay.of(sink, new Range(from, to, onlyMissing(asked), null));
      Replays.ask(register, replay, now);
      return HttpResponse.json(202, Json.object(replay::write));
    } catch (NotValid e) {
      return SinkRoutes.bad(e);
    }
  }

  private static boolean onlyMissing(Parameters asked) throws NotValid {
    return switch (asked.one("only_missing").orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new NotValid("'only_missing' is true or false");
    };
  }
}
