package io.tapevault.http;

import java.io.IOException;

/// Something that stands in front of every route.
interface Filter {

  /// Answers in place of the route, or lets the request through, as it is or another.
  Answer apply(Route route, HttpRequest request, Next next) throws IOException;

  /// What stands behind the filter.
  interface Next {
    Answer handle(HttpRequest request) throws IOException;
  }
}
