package io.tapevault.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/// An answer, whichever server gives it. `length` is the number of bytes, or -1 where it is not
/// known before.
public record HttpResponse(int status, Map<String, String> headers, long length, Content content)
    implements Answer {

  /// Writes the body, once.
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  public HttpResponse {
    headers = Map.copyOf(headers);
  }

  public static HttpResponse json(int status, byte[] body) {
    return bytes(status, "application/json", body);
  }

  public static HttpResponse bytes(int status, String type, byte[] body) {
    return new HttpResponse(
        status, Map.of("content-type", type), body.length, out -> out.write(body));
  }

  public static HttpResponse redirect(URI location) {
    Map<String, String> headers =
        Map.of("location", location.toString(), "cache-control", "no-store");
    return new HttpResponse(307, headers, 0, out -> {});
  }

  public HttpResponse with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new HttpResponse(status, more, length, content);
  }
}
