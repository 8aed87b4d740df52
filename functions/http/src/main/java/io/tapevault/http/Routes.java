package io.tapevault.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Which handler answers which route. A path is spelled as it is.
public final class Routes {

  private final List<Served> routes = new ArrayList<>();

  /// Answers a request; `parameter` is what stands in the path for the segment in braces, undecoded
  /// and untrusted, else empty.
  public interface Handler {
    Answer handle(HttpRequest request, String parameter) throws IOException;
  }

  /// The same for a path with two segments in braces.
  public interface PairHandler {
    Answer handle(HttpRequest request, String first, String second) throws IOException;
  }

  private interface ManyHandler {
    Answer handle(HttpRequest request, List<String> parameters) throws IOException;
  }

  public Routes add(Route route, Handler handler) {
    return serve(
        route,
        (request, parameters) ->
            handler.handle(request, parameters.isEmpty() ? "" : parameters.getFirst()));
  }

  public Routes addPair(Route route, PairHandler handler) {
    return serve(
        route,
        (request, parameters) -> handler.handle(request, parameters.getFirst(), parameters.get(1)));
  }

  private Routes serve(Route route, ManyHandler handler) {
    routes.add(new Served(route, segments(route.path()), handler));
    return this;
  }

  public Routes addAll(Routes others) {
    routes.addAll(others.routes);
    return this;
  }

  /// The routes at a path, one a method.
  List<Served> at(String path) {
    List<String> segments = segments(path);
    return routes.stream().filter(one -> one.matches(segments)).toList();
  }

  /// A route and who answers it.
  record Served(Route route, List<String> segments, ManyHandler handler) {

    Answer handle(HttpRequest request) throws IOException {
      List<String> path = Routes.segments(request.path());
      List<String> parameters = new ArrayList<>();
      for (int i = 0; i < segments.size(); i++) {
        if (isParameter(segments.get(i))) {
          parameters.add(
              takesTheRest(i)
                  ? String.join("/", path.subList(i, path.size()))
                  : path.get(i).substring(0, path.get(i).length() - ending(i).length()));
        }
      }
      return handler.handle(request, parameters);
    }

    private boolean matches(List<String> path) {
      int last = segments.size() - 1;
      if (takesTheRest(last) ? path.size() < segments.size() : path.size() != segments.size()) {
        return false;
      }
      for (int i = 0; i < segments.size(); i++) {
        boolean fits =
            isParameter(segments.get(i))
                ? path.get(i).length() > ending(i).length() && path.get(i).endsWith(ending(i))
                : segments.get(i).equals(path.get(i));
        if (!fits) {
          return false;
        }
      }
      return true;
    }

    private String ending(int segment) {
      String spelled = segments.get(segment);
      return spelled.substring(spelled.indexOf('}') + 1);
    }

    private boolean takesTheRest(int segment) {
      return segments.get(segment).endsWith("+}");
    }

    private static boolean isParameter(String segment) {
      return segment.startsWith("{");
    }
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
