package io.tapevault.http;

import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// All that stands in front of the routes, once, whoever serves them: what is unforeseen becomes a
/// [Problem], `HEAD` is `GET` without its body, bodies are whole and unpacked, and what is worked
/// on at one time fits into the heap. Every answer names its request as our logs do.
public final class Front {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Routes routes;
  private final List<Filter> filters;

  private Front(Routes routes, List<Filter> filters) {
    this.routes = routes;
    this.filters = filters;
  }

  /// `heap` is how many bytes of it all requests together may hold.
  public static Front of(Routes routes, long heap) {
    return of(routes, heap, PATIENCE);
  }

  static Front of(Routes routes, long heap, Duration patience) {
    // Apart, so that who has received a body never waits for one who waits for it.
    HeapBudget receiving = new HeapBudget(heap / 4, patience);
    HeapBudget working = new HeapBudget(heap - heap / 4, patience);
    return new Front(routes, List.of(new RoomToAnswer(working), new WholeBody(receiving, working)));
  }

  /// Always answers. Whoever sends the response writes its content at most once, and closes it.
  public HttpResponse handle(HttpRequest request) {
    boolean head = request.method().equals("HEAD");
    HttpResponse response = answered(head ? request.ofAll() : request);
    return head ? response.withoutContent() : response;
  }

  private HttpResponse answered(HttpRequest request) {
    Answer answer;
    try {
      answer = route(request);
    } catch (Unavailable e) {
      Log.error(request.id(), e);
      answer = Problem.notNow();
    } catch (NotPermitted e) {
      Log.error(request.id(), e);
      answer =
          new Problem(
              Problem.Type.UNAVAILABLE,
              "we lack a right that this needs; the log names it, and knows this request as "
                  + request.id());
    } catch (IOException | RuntimeException e) {
      Log.error(request.id(), e);
      answer =
          new Problem(
              Problem.Type.UNAVAILABLE,
              "something unexpected happened; the log knows it as " + request.id());
    }
    return switch (answer) {
      case HttpResponse response -> response.with(Problem.REQUEST_ID, request.id());
      case Problem problem -> problem.response(request.id());
    };
  }

  private Answer route(HttpRequest request) throws IOException {
    List<Routes.Served> there = routes.at(request.path());
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    for (Routes.Served served : there) {
      if (served.route().method().equals(method)) {
        return filtered(0, served, request);
      }
    }
    return there.isEmpty()
        ? new Problem(
            Problem.Type.NO_SUCH_ROUTE, "see docs/reference/http.md for the paths that there are")
        : notAllowed(there, request.id());
  }

  private Answer filtered(int from, Routes.Served served, HttpRequest request) throws IOException {
    return from == filters.size()
        ? served.handle(request)
        : filters
            .get(from)
            .apply(served.route(), request, next -> filtered(from + 1, served, next));
  }

  private static HttpResponse notAllowed(List<Routes.Served> there, String id) {
    String methods =
        String.join(", ", there.stream().map(one -> one.route().method()).sorted().toList());
    return new Problem(Problem.Type.METHOD_NOT_ALLOWED, "this path takes " + methods)
        .response(id)
        .with("allow", methods);
  }
}
