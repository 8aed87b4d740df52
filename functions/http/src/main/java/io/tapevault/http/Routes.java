package io.tapevault.http;

import io.tapevault.event.Unavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds the route for a request. A path is spelled as it is, with at most one `{sid}` in it.
public final class Routes {

  private static final String PARAMETER = "{sid}";

  private final List<Route> routes = new ArrayList<>();

  /// Answers a request; `sid` is what stands in the path for `{sid}`, undecoded and untrusted, else
  /// empty.
  public interface Handler {
    Answer handle(HttpRequest request, String sid) throws IOException;
  }

  private record Route(String method, List<String> path, Handler handler) {}

  public Routes add(String method, String path, Handler handler) {
    routes.add(new Route(method, segments(path), handler));
    return this;
  }

  public Routes addAll(Routes others) {
    routes.addAll(others.routes);
    return this;
  }

  /// Always answers; what could not be foreseen is a [Problem] that can be tried again, since
  /// nothing was confirmed.
  public HttpResponse handle(HttpRequest request) {
    Answer answer;
    try {
      answer = route(request);
    } catch (Unavailable e) {
      Log.error(request.id(), e);
      answer =
          new Problem(
              Problem.Type.UNAVAILABLE, "the store cannot be reached, or is too busy; try again");
    } catch (IOException | RuntimeException e) {
      Log.error(request.id(), e);
      answer =
          new Problem(
              Problem.Type.UNAVAILABLE,
              "something unexpected happened; the log knows it as " + request.id());
    }
    return switch (answer) {
      case HttpResponse response -> response;
      case Problem problem -> problem.response(request.id());
    };
  }

  private Answer route(HttpRequest request) throws IOException {
    List<String> path = segments(request.path());
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (matches(route.path(), path)) {
        if (route.method().equals(request.method())) {
          int parameter = route.path().indexOf(PARAMETER);
          return route.handler().handle(request, parameter < 0 ? "" : path.get(parameter));
        }
        methods.add(route.method());
      }
    }
    return methods.isEmpty()
        ? new Problem(
            Problem.Type.NO_SUCH_ROUTE, "see docs/reference/http.md for the paths that there are")
        : new Problem(
            Problem.Type.METHOD_NOT_ALLOWED, "this path takes " + String.join(", ", methods));
  }

  private static boolean matches(List<String> route, List<String> path) {
    if (route.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < route.size(); i++) {
      if (!route.get(i).equals(PARAMETER) && !route.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
