package io.tapevault.http.playback;

import io.tapevault.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The query of a request, where every parameter is known, and stands there once unless it may
/// stand there more often.
final class Parameters {

  private final Map<String, List<String>> query;

  private Parameters(Map<String, List<String>> query) {
    this.query = query;
  }

  /// A parameter that is not valid.
  static final class NotValid extends Exception {
    private static final long serialVersionUID = 1;

    NotValid(String message) {
      super(message);
    }
  }

  /// Names that begin with `X-Amz-` are a signature in the address, and nothing of ours.
  static Parameters of(HttpRequest request, Set<String> once, Set<String> often) throws NotValid {
    for (Map.Entry<String, List<String>> one : request.query().entrySet()) {
      String name = one.getKey();
      if (!once.contains(name) && !often.contains(name) && !name.startsWith("X-Amz-")) {
        throw new NotValid("there is no parameter '" + name + "' here");
      }
      if (once.contains(name) && one.getValue().size() > 1) {
        throw new NotValid("'" + name + "' is there " + one.getValue().size() + " times");
      }
    }
    return new Parameters(request.query());
  }

  Optional<String> one(String name) {
    return all(name).stream().findFirst();
  }

  List<String> all(String name) {
    return query.getOrDefault(name, List.of());
  }
}
