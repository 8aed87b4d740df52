package io.tapevault.http.token;

import io.tapevault.http.Route;
import io.tapevault.token.Scope;
import java.util.Set;

/// Which routes a token is good for.
public final class ScopedRoutes {

  private static final Set<Route> SENDING =
      Set.of(
          Route.SEND_EVENTS,
          Route.PUT_EVENTS,
          Route.SEND_LOGS,
          Route.IN,
          Route.IN_PUT,
          Route.IN_GET,
          Route.HEC,
          Route.HEC_GET,
          Route.EVENT_HANDLER,
          Route.ANNOUNCE_RECORDING,
          Route.SIGN_PARTS,
          Route.COMPLETE_UPLOAD,
          // What a node is to do.
          Route.CONFIG);

  // Those that not everybody may read who may read.
  private static final Set<Route> NOT_FOR_ALL = Set.of(Route.TOKENS, Route.ORIGINAL);

  private ScopedRoutes() {}

  public static boolean allow(Set<Scope> scopes, Route route) {
    return scopes.stream()
        .anyMatch(scope ->
            switch (scope) {
              case INGEST -> SENDING.contains(route);
              case READ -> route.method().equals("GET") && !NOT_FOR_ALL.contains(route);
            });
  }
}
