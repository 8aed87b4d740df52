package io.tapevault.local;

import io.tapevault.http.HttpRequest;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/// A request of Jetty's as ours.
final class RequestReader {

  private RequestReader() {}

  static HttpRequest read(Request sent, InputStream body) {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : sent.getHeaders()) {
      headers.putIfAbsent(
          field.getName().toLowerCase(Locale.ROOT),
          field.getValue() == null ? "" : field.getValue());
    }
    String path = sent.getHttpURI().getPath();
    String query = sent.getHttpURI().getQuery();
    return new HttpRequest(
        sent.getMethod(),
        path == null ? "" : path,
        query(query == null ? "" : query),
        headers,
        body,
        UUID.randomUUID().toString(),
        ServerTls.caller(sent),
        new HttpRequest.Origin(
            Request.getRemoteAddr(sent),
            (sent.isSecure() ? "https://" : "http://")
                + headers.getOrDefault("host", "localhost")));
  }

  private static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new HashMap<>();
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.computeIfAbsent(decode(name), one -> new ArrayList<>()).add(decode(value));
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
