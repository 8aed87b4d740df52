package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.web.Site;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may ask on a loopback port: programs, and no page that a browser was led to, whatever name
/// it has for this machine; and, where there is a token, only who knows it.
final class LoopbackGuard {

  private static final Set<String> OUR_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> OUR_PAGES = Set.of("same-origin", "none");

  private final @Nullable String token;

  private LoopbackGuard(@Nullable String token) {
    this.token = token;
  }

  static LoopbackGuard open() {
    return new LoopbackGuard(null);
  }

  static LoopbackGuard withToken(String token) {
    return new LoopbackGuard(token);
  }

  Optional<Problem> refuses(HttpRequest request) {
    // HTTP/1.0 has none, and no browser.
    String host = request.header("host").orElse("localhost").toLowerCase(Locale.ROOT);
    if (!OUR_NAMES.contains(withoutPort(host))) {
      return foreign("the Host is none of localhost, 127.0.0.1 and [::1]");
    }
    Optional<String> origin = request.header("origin");
    if (origin.isPresent() && !origin.get().equalsIgnoreCase("http://" + host)) {
      return foreign("the Origin is another one");
    }
    Optional<String> site = request.header("sec-fetch-site");
    if (site.isPresent() && !OUR_PAGES.contains(site.get()) && !isLedToOurPage(request)) {
      return foreign("it was sent for a page of another site");
    }
    return mayAsk(request)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                Problem.Type.NO_TOKEN,
                "send 'Authorization: Bearer …' with what is in the token file"));
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static Optional<Problem> foreign(String why) {
    return Optional.of(new Problem(Problem.Type.FOREIGN_PAGE, why));
  }

  /// A link elsewhere may lead to the auditor's page, or to a recording that is shared, and no
  /// other page may then look into it.
  private static boolean isLedToOurPage(HttpRequest request) {
    return request.method().equals("GET")
        && (Site.has(request.path()) || isShared(request))
        && request.header("sec-fetch-mode").orElse("").equals("navigate")
        && request.header("sec-fetch-dest").orElse("").equals("document");
  }

  // The word in the path is its own permission.
  private static boolean isShared(HttpRequest request) {
    return request.method().equals("GET") && request.path().startsWith("/share/");
  }

  // The URL of a ticket is its own permission, the page is no secret, and whoever watches over us
  // needs none.
  private boolean mayAsk(HttpRequest request) {
    return token == null
        || request.method().equals(Route.UPLOAD.method())
        || isShared(request)
        || request.path().equals(Route.HEALTH.path())
        || Site.has(request.path())
        || MessageDigest.isEqual(
            ("Bearer " + token).getBytes(UTF_8),
            request.header("authorization").orElse("").getBytes(UTF_8));
  }
}
