package io.tapevault.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.HttpRequest;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/// A request of Jetty's as ours.
final class RequestReader {

  private RequestReader() {}

  static HttpRequest read(Request sent, InputStream body) {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : sent.getHeaders()) {
      // One that says several things is a list.
      headers.merge(
          field.getName().toLowerCase(Locale.ROOT),
          field.getValue() == null ? "" : field.getValue(),
          (one, other) -> one.equals(other) ? one : one + ", " + other);
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

  /// What nobody can read is no question that could be answered.
  private static String decode(String text) {
    try {
      String bytes = URLDecoder.decode(text, ISO_8859_1);
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1))).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new HttpException.RuntimeException(
          HttpStatus.BAD_REQUEST_400, "the query is not UTF-8 with percent-encoding", e);
    }
  }
}
