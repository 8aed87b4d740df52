package io.tapevault.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Log;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.token.ScopedRoutes;
import io.tapevault.http.token.ShownToken;
import io.tapevault.token.Admission;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.Scope;
import io.tapevault.token.Token;
import io.tapevault.web.Site;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may ask: programs, and no page that a browser was led to, whatever name it has for this
/// machine; and, where there is a token, only who knows it. Who shows a certificate that was signed
/// for it may send.
public final class LoopbackGuard {

  private static final Set<String> OUR_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> OUR_PAGES = Set.of("same-origin", "none");

  private static final Set<Scope> SENDING = Set.of(Scope.INGEST);

  // The URL of a ticket and the word of a share are their own permissions, the page is no secret,
  // and whoever watches over us needs none.
  private static final Set<Route> FOR_ALL = Set.of(Route.UPLOAD, Route.SHARED, Route.HEALTH);

  private final @Nullable String token;
  private final @Nullable Admission admission;
  private final Reached reached;

  /// Whether others reach the port, who have names of their own for it, and how.
  private record Reached(String scheme, boolean byOthers) {}

  private LoopbackGuard(@Nullable String token, @Nullable Admission admission, Reached reached) {
    this.token = token;
    this.admission = admission;
    this.reached = reached;
  }

  public static LoopbackGuard open() {
    return new LoopbackGuard(null, null, new Reached("http", false));
  }

  public static LoopbackGuard withToken(String token) {
    return new LoopbackGuard(token, null, new Reached("http", false));
  }

  public static LoopbackGuard of(Listening listening, @Nullable String token) throws IOException {
    listening.check(token != null);
    String scheme = listening.certificates() == null ? "http" : "https";
    return new LoopbackGuard(token, null, new Reached(scheme, !listening.isLoopback()));
  }

  /// One that knows the tokens that were issued, too. Whoever shows one may do what it is good for,
  /// also where none is asked for.
  public LoopbackGuard and(Admission issued) {
    return new LoopbackGuard(token, issued, reached);
  }

  /// Whether somebody is let in, as whom.
  sealed interface Verdict {
    record LetIn(String caller) implements Verdict {}

    record Refused(Problem problem) implements Verdict {}
  }

  /// Nothing of the body is read.
  Verdict judge(HttpRequest request) {
    Optional<Problem> foreign = isForeign(request);
    return foreign.isPresent() ? new Verdict.Refused(foreign.get()) : who(request);
  }

  private Optional<Problem> isForeign(HttpRequest request) {
    // HTTP/1.0 has none, and no browser.
    String host = request.header("host").orElse("localhost").toLowerCase(Locale.ROOT);
    // A token is asked of who knows us by another name, and no page knows that.
    if (!reached.byOthers() && !OUR_NAMES.contains(withoutPort(host))) {
      return foreign("the Host is none of localhost, 127.0.0.1 and [::1]");
    }
    Optional<String> origin = request.header("origin");
    if (origin.isPresent() && !origin.get().equalsIgnoreCase(reached.scheme() + "://" + host)) {
      return foreign("the Origin is another one");
    }
    Optional<String> site = request.header("sec-fetch-site");
    if (site.isPresent() && !OUR_PAGES.contains(site.get()) && !isLedToOurPage(request)) {
      return foreign("it was sent for a page of another site");
    }
    return Optional.empty();
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

  private Verdict who(HttpRequest request) {
    Optional<Route> route = Route.at(request.method(), request.path());
    if (isForAll(request, route)) {
      return new Verdict.LetIn(request.caller());
    }
    Optional<String> shown = ShownToken.in(request.headers());
    if (token != null && shown.filter(this::isTheFiles).isPresent()) {
      return new Verdict.LetIn("");
    }
    if (admission != null && shown.filter(Token::isMeant).isPresent()) {
      return admitted(admission, shown.get(), route, request.id());
    }
    if (token == null) {
      return new Verdict.LetIn(request.caller());
    }
    return shown.isEmpty() && !request.caller().isEmpty()
        ? scoped(SENDING, request.caller(), route)
        : refused("send 'Authorization: Bearer …' with a token, or with what is in the token file");
  }

  private static boolean isForAll(HttpRequest request, Optional<Route> route) {
    return route.filter(FOR_ALL::contains).isPresent() || Site.has(request.path());
  }

  private boolean isTheFiles(String shown) {
    return MessageDigest.isEqual(String.valueOf(token).getBytes(UTF_8), shown.getBytes(UTF_8));
  }

  private static Verdict admitted(
      Admission admission, String shown, Optional<Route> route, String id) {
    try {
      Optional<IssuedToken> issued = admission.admit(shown);
      if (issued.isEmpty()) {
        return refused("the token is not known, has expired or was revoked");
      }
      return scoped(issued.get().grant().scopes(), issued.get().caller(), route);
    } catch (Unavailable | NotPermitted e) {
      Log.error(id, e);
      return new Verdict.Refused(Problem.notNow());
    }
  }

  private static Verdict scoped(Set<Scope> scopes, String caller, Optional<Route> route) {
    return route.isEmpty() || ScopedRoutes.allow(scopes, route.get())
        ? new Verdict.LetIn(caller)
        : new Verdict.Refused(
            new Problem(
                Problem.Type.OUT_OF_SCOPE,
                caller + " may do '" + Scope.text(scopes) + "', and not this"));
  }

  private static Verdict refused(String why) {
    return new Verdict.Refused(new Problem(Problem.Type.NO_TOKEN, why));
  }
}
