package io.tapevault.http.door;

import io.tapevault.event.Ingest;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.event.Unavailable;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Log;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where shippers send events to: every door leads to the same place, and all stand below `/in`.
public final class DoorRoutes {

  private static final String BELOW = "/in/";
  private static final Set<Route> ON_AWS =
      Set.of(
          Route.IN,
          Route.IN_PUT,
          Route.IN_GET,
          Route.SEND_EVENTS,
          Route.PUT_EVENTS,
          Route.SEND_LOGS);
  private static final Set<Route> LOCAL = Set.of(Route.HEC, Route.HEC_GET, Route.EVENT_HANDLER);

  private final Ingest ingest;
  private final InstantSource clock;
  private final List<Door> doors;

  private DoorRoutes(Ingest ingest, InstantSource clock, List<Door> doors) {
    this.ingest = ingest;
    this.clock = clock;
    this.doors = doors;
  }

  public static Routes of(Ingest ingest, InstantSource clock, List<Door> doors) {
    return routes(new DoorRoutes(ingest, clock, doors), ON_AWS);
  }

  /// Those too that on one machine stand where their shippers look for them first.
  public static Routes local(Ingest ingest, InstantSource clock, List<Door> doors) {
    DoorRoutes all = new DoorRoutes(ingest, clock, doors);
    return routes(all, ON_AWS).addAll(routes(all, LOCAL));
  }

  private static Routes routes(DoorRoutes doors, Set<Route> which) {
    Routes routes = new Routes();
    which.stream()
        .sorted()
        .forEach(route -> routes.add(route, (request, rest) -> doors.take(request)));
    return routes;
  }

  private Answer take(HttpRequest request) throws IOException {
    String path = request.path();
    String below = path.startsWith(BELOW) ? path.substring(BELOW.length() - 1) : path;
    for (Door door : doors) {
      if (door.standsAt(below)) {
        return take(door, request);
      }
    }
    return new Problem(
        Problem.Type.NO_SUCH_ROUTE,
        "no door stands here; docs/reference/doors.md says which stand where");
  }

  private Answer take(Door door, HttpRequest request) throws IOException {
    Optional<Answer> alone = door.answerAlone(request);
    if (alone.isPresent()) {
      return alone.get();
    }
    if (request.method().equals("GET") || request.method().equals("HEAD")) {
      return new Problem(
              Problem.Type.METHOD_NOT_ALLOWED,
              "this door takes events, with POST: it shows nothing")
          .response(request.id())
          .with("allow", "POST, PUT");
    }
    return switch (door.decode(request, clock.instant())) {
      case Decoded.Understood<List<Received>>(var events) -> accept(door, request, events);
      case Decoded.Misunderstood<List<Received>>(Problem problem) -> door.trouble(request, problem);
    };
  }

  private Answer accept(Door door, HttpRequest request, List<Received> events) {
    try {
      Ingest.Accepted accepted =
          ingest.accept(
              events.stream()
                  .map(one -> one instanceof Refused refused ? refused.at(door.name()) : one)
                  .toList());
      if (accepted.conflicts() > 0) {
        Log.warn(
            request.id(),
            accepted.conflicts()
                + " events contradict earlier events of the same uid; both are kept");
      }
      return door.answer(request, accepted);
    } catch (Unavailable | NotPermitted e) {
      Log.error(request.id(), e);
      return door.trouble(request, Problem.notNow());
    }
  }
}
