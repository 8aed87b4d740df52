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

  /// Writes the body, at most once; then it is closed, written or not.
  public interface Content extends AutoCloseable {
    void writeTo(OutputStream out) throws IOException;

    /// Whether it is copied in pieces from where it lies, so that nothing is held until it is sent.
    default boolean isStreamed() {
      return false;
    }

    @Override
    default void close() {}
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

  /// What GET is answered with, for HEAD.
  HttpResponse withoutContent() {
    content.close();
    Map<String, String> more = new TreeMap<>(headers);
    if (length >= 0) {
      more.put("content-length", Long.toString(length));
    }
    return new HttpResponse(status, more, 0, out -> {});
  }

  /// Closes the share when the content has been written, or is not wanted.
  HttpResponse closing(HeapBudget.Share share) {
    return new HttpResponse(
        status,
        headers,
        length,
        new Content() {
          @Override
          public void writeTo(OutputStream out) throws IOException {
            try (share) {
              content.writeTo(out);
            }
          }

          @Override
          public boolean isStreamed() {
            return content.isStreamed();
          }

          @Override
          public void close() {
            content.close();
            share.close();
          }
        });
  }

  public HttpResponse withStatus(int otherStatus) {
    return new HttpResponse(otherStatus, headers, length, content);
  }

  public HttpResponse with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new HttpResponse(status, more, length, content);
  }
}
