package io.tapevault.http;

import io.tapevault.event.Unavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds the route for a request. A path is spelled as it is.
public final class Routes {

  private final List<Served> routes = new ArrayList<>();

  /// Answers a request; `parameter` is what stands in the path for the segment in braces, undecoded
  /// and untrusted, else empty.
  public interface Handler {
    Answer handle(HttpRequest request, String parameter) throws IOException;
  }

  private record Served(Route route, List<String> path, Handler handler) {}

  public Routes add(Route route, Handler handler) {
    routes.add(new Served(route, segments(route.path()), handler));
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
    for (Served served : routes) {
      if (matches(served.path(), path)) {
        if (served.route().method().equals(request.method())) {
          return served.handler().handle(request, parameter(served.path(), path));
        }
        methods.add(served.route().method());
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
      if (!isParameter(route.get(i)) && !route.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static String parameter(List<String> route, List<String> path) {
    for (int i = 0; i < route.size(); i++) {
      if (isParameter(route.get(i))) {
        return path.get(i);
      }
    }
    return "";
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
