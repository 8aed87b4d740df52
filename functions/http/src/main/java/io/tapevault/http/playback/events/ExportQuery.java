package io.tapevault.http.playback.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.HttpRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What an export asks for, as an address spells it, without what signs the request.
final class ExportQuery {

  private ExportQuery() {}

  /// That of the request, with some parameters in the place of its own.
  static String spelled(HttpRequest request, Map<String, String> others) {
    Map<String, List<String>> query = new TreeMap<>(request.query());
    query.keySet().removeIf(HttpRequest::isOfSignature);
    query.remove("cursor");
    others.forEach((name, value) -> query.put(name, List.of(value)));
    return query.entrySet().stream()
        .flatMap(one -> one.getValue().stream().map(value -> one.getKey() + '=' + encoded(value)))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }

  static Map<String, List<String>> read(String spelled) {
    Map<String, List<String>> query = new TreeMap<>();
    for (String pair : spelled.split("&", -1)) {
      int equals = pair.indexOf('=');
      query
          .computeIfAbsent(pair.substring(0, equals), _ -> new ArrayList<>())
          .add(URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return query;
  }
}
