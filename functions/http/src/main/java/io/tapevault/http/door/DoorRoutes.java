package io.tapevault.http.door;

import io.tapevault.event.Ingest;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Log;
import io.tapevault.http.Routes;
import java.io.IOException;
import java.time.InstantSource;

/// Where shippers send events to: every door leads to the same place.
public final class DoorRoutes {

  private DoorRoutes() {}

  public static Routes of(Ingest ingest, InstantSource clock, Door... doors) {
    Routes routes = new Routes();
    for (Door door : doors) {
      routes.add(door.route(), (request, none) -> take(door, ingest, request, clock));
    }
    return routes;
  }

  private static Answer take(Door door, Ingest ingest, HttpRequest request, InstantSource clock)
      throws IOException {
    return door.decode(request, clock.instant())
        .answer(events -> {
          Ingest.Accepted accepted = ingest.accept(events);
          if (accepted.conflicts() > 0) {
            Log.warn(
                request.id(),
                accepted.conflicts()
                    + " events contradict earlier events of the same uid; both are kept");
          }
          return door.answer(accepted);
        });
  }
}
