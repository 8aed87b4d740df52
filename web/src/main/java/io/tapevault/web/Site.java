package io.tapevault.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The auditor's page: what the build made of it, with the headers that keep it to itself.
///
/// Nothing in it is a secret, so it is given without a token; what it then asks for is not.
public final class Site {

  /// Whom the page talks to.
  public enum Vault {
    /// The very process that serves it.
    LOCAL,
    /// One elsewhere; who serves the page signs.
    ELSEWHERE
  }

  private static final Pattern VIEW =
      Pattern.compile("/|/(events|sessions|delivery|nodes|start)|/sessions/[^/]+");
  private static final Pattern FILE =
      Pattern.compile("/(assets|samples)/[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "txt", "text/plain; charset=utf-8",
          "ndjson", "application/x-ndjson",
          "tar", "application/x-tar");

  // The player is WebAssembly that lies in its script.
  private static final String POLICY =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
          + "connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'";

  private final byte[] about;

  /// `name` is what the page calls the vault.
  public Site(Vault vault, String name) {
    this.about =
        ("{\"local\":" + (vault == Vault.LOCAL) + ",\"name\":" + quoted(name) + "}")
            .getBytes(UTF_8);
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("[\\\\\"\\p{Cntrl}]", "") + '"';
  }

  /// Whether something of the page is at a path.
  public static boolean has(String path) {
    return path.equals("/about.json") || file(path) != null;
  }

  private static @Nullable String file(String path) {
    if (VIEW.matcher(path).matches()) {
      return "index.html";
    }
    return FILE.matcher(path).matches() ? path.substring(1) : null;
  }

  /// What is at a path of the page, and nothing for any other.
  public Optional<HttpResponse> answer(HttpRequest request) {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    if (!reads || !has(request.path())) {
      return Optional.empty();
    }
    byte[] bytes = request.path().equals("/about.json") ? about : bytes(request.path());
    return Optional.ofNullable(bytes).map(found -> response(request, found));
  }

  private static byte @Nullable [] bytes(String path) {
    try (InputStream in = Site.class.getResourceAsStream("site/" + file(path))) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse response(HttpRequest request, byte[] bytes) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", type(request.path()));
    headers.put("content-security-policy", POLICY);
    headers.put("x-content-type-options", "nosniff");
    headers.put("referrer-policy", "no-referrer");
    headers.put("cross-origin-opener-policy", "same-origin");
    headers.put("cross-origin-resource-policy", "same-origin");
    // Names of assets change with what is in them.
    headers.put(
        "cache-control",
        request.path().startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    boolean head = request.method().equals("HEAD");
    return new HttpResponse(200, headers, bytes.length, head ? out -> {} : out -> out.write(bytes));
  }

  private static String type(String path) {
    String name = path.equals("/about.json") ? path : String.valueOf(file(path));
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return TYPES.getOrDefault(ending, "application/octet-stream");
  }
}
