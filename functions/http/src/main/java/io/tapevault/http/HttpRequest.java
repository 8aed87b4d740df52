package io.tapevault.http;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request, whichever server took it: path without query, decoded query parameters, header names
/// in lower case, the body as sent, and the id under which the logs know it.
public record HttpRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    InputStream body,
    String id) {

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The first value of a parameter.
  public Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }
}
