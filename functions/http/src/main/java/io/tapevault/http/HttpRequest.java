package io.tapevault.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request, whichever server took it: path without query, decoded query parameters, header names
/// in lower case, the body as sent, the id under which the logs know it, whom the server knows the
/// caller as, which is empty where it knows nobody, and where it came from.
public record HttpRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    InputStream body,
    String id,
    String caller,
    Origin origin) {

  /// The address that it came from, and the address of the vault that it was sent to, such as
  /// `https://vault.example.com/live`. Empty where the server knows none.
  public record Origin(String address, String vault) {
    public static final Origin UNKNOWN = new Origin("", "");
  }

  public HttpRequest(
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, String> headers,
      InputStream body,
      String id,
      String caller) {
    this(method, path, query, headers, body, id, caller, Origin.UNKNOWN);
  }

  public HttpRequest(
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, String> headers,
      InputStream body,
      String id) {
    this(method, path, query, headers, body, id, "");
  }

  /// If a parameter belongs to a signature in the address, and is nothing of ours.
  public static boolean isOfSignature(String parameter) {
    return parameter.startsWith("X-Amz-");
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The first value of a parameter.
  public Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /// The body, all of it. A route that has one finds it whole, unpacked and within its limit.
  public byte[] content() throws IOException {
    return body instanceof Held held ? held.bytes : body.readAllBytes();
  }

  public HttpRequest with(InputStream otherBody) {
    return new HttpRequest(method, path, query, headers, otherBody, id, caller, origin);
  }

  public HttpRequest at(String otherPath) {
    return new HttpRequest(method, otherPath, query, headers, body, id, caller, origin);
  }

  public HttpRequest by(String otherCaller) {
    return new HttpRequest(method, path, query, headers, body, id, otherCaller, origin);
  }

  HttpRequest with(byte[] content) {
    return with(new Held(content));
  }

  /// HEAD asks about all of it.
  HttpRequest ofAll() {
    Map<String, String> others = new HashMap<>(headers);
    others.remove("range");
    return new HttpRequest(method, path, query, others, body, id, caller, origin);
  }

  // What is large is not copied again.
  private static final class Held extends ByteArrayInputStream {
    private final byte[] bytes;

    Held(byte[] bytes) {
      super(bytes);
      this.bytes = bytes;
    }
  }
}
