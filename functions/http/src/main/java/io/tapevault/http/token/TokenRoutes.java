package io.tapevault.http.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.IssuedToken.Revocation;
import io.tapevault.token.Issuing;
import io.tapevault.token.Token;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Where tokens are issued, listed and revoked.
public final class TokenRoutes {

  private static final int PAGE = 200;

  private final Issuing issuing;
  private final InstantSource clock;

  private TokenRoutes(Issuing issuing, InstantSource clock) {
    this.issuing = issuing;
    this.clock = clock;
  }

  public static Routes of(Issuing issuing, InstantSource clock) {
    TokenRoutes routes = new TokenRoutes(issuing, clock);
    return new Routes()
        .add(Route.TOKENS, (request, none) -> routes.list(request))
        .add(Route.CREATE_TOKEN, (request, none) -> routes.create(request))
        .add(Route.REVOKE_TOKEN, routes::revoke);
  }

  private Answer create(HttpRequest request) throws IOException {
    Instant now = clock.instant();
    return TokenRequest.grant(new String(request.content(), UTF_8), request.caller(), now)
        .answer(grant ->
            // It is told once, and no cache on the way may tell it again.
            HttpResponse.json(201, TokenJson.issued(issuing.create(grant), now))
                .with("cache-control", "no-store"));
  }

  private Answer list(HttpRequest request) {
    String after = request.parameter("after").orElse("");
    if (!after.isEmpty() && !Token.isId(after)) {
      return new Problem(
          Problem.Type.BAD_PARAMETER, "'after' is the 'next' of the page before, or left out");
    }
    List<IssuedToken> page = issuing.list(after, PAGE);
    String next = page.size() < PAGE ? "" : page.getLast().id();
    return HttpResponse.json(200, TokenJson.list(page, next, clock.instant()));
  }

  private Answer revoke(HttpRequest request, String id) throws IOException {
    Instant now = clock.instant();
    return TokenRequest.who(new String(request.content(), UTF_8), request.caller())
        .answer(who -> {
          Optional<IssuedToken> token =
              Token.isId(id) ? issuing.revoke(id, new Revocation(who, now)) : Optional.empty();
          return token
              .<Answer>map(revoked -> HttpResponse.json(200, TokenJson.one(revoked, now)))
              .orElseGet(() ->
                  new Problem(
                      Problem.Type.UNKNOWN_TOKEN,
                      "there is no token of this id; GET /v1/tokens lists all"));
        });
  }
}
