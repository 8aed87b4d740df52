package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.Unavailable;
import io.tapevault.http.Route;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryTokens;
import io.tapevault.token.Admission;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.IssuedToken.Revocation;
import io.tapevault.token.RememberedTokens;
import io.tapevault.token.Scope;
import io.tapevault.token.Token;
import io.tapevault.token.Tokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What API Gateway is told, read as it reads it.
final class AuthorizeHandlerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String API = "arn:aws:execute-api:eu-central-1:111122223333:k3f9x2m7qa";
  private static final String EVENTS = API + "/live/POST/in/v1/events";

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryTokens kept = new MemoryTokens();
  private int asked;
  private boolean down;
  private boolean canNote = true;
  private final List<RuntimeException> notNoted = new ArrayList<>();
  private final AuthorizeHandler handler =
      new AuthorizeHandler(
          new Admission(
              new RememberedTokens(new Store(), clock, Duration.ofSeconds(30)),
              clock,
              notNoted::add));

  /// The store, which may fail.
  private final class Store implements Tokens {
    @Override
    public boolean create(IssuedToken token) {
      return kept.create(token);
    }

    @Override
    public Optional<IssuedToken> find(String id) {
      asked++;
      if (down) {
        throw new Unavailable("the table cannot be reached");
      }
      return kept.find(id);
    }

    @Override
    public Optional<IssuedToken> revoke(String id, Revocation revocation) {
      return kept.revoke(id, revocation);
    }

    @Override
    public List<IssuedToken> list(String after, int most) {
      return kept.list(after, most);
    }

    @Override
    public void used(String id, Instant at) {
      if (!canNote) {
        throw new Unavailable("the table takes nothing");
      }
      kept.used(id, at);
    }
  }

  private Token issue(int number, Set<Scope> scopes, @Nullable Instant expires) {
    byte[] random = new byte[Token.RANDOM_BYTES];
    random[0] = (byte) number;
    random[39] = (byte) number;
    Token token = Token.of(random);
    assertTrue(
        kept.create(
            IssuedToken.of(token, new Grant("fluent-bit", scopes, "alice", NOON, expires))));
    return token;
  }

  private JsonNode ask(String arn, Map<String, String> headers) throws IOException {
    return ask(arn, headers, Map.of());
  }

  private JsonNode ask(String arn, Map<String, String> headers, Map<String, ?> identity)
      throws IOException {
    byte[] envelope =
        JSON.writeValueAsBytes(
            Map.of(
                "type",
                "REQUEST",
                "methodArn",
                arn,
                "headers",
                headers,
                "multiValueHeaders",
                Map.of("Authorization", List.of("Bearer other")),
                "requestContext",
                Map.of("authorizer", Map.of("caller", "mallory"), "identity", identity)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handle(new ByteArrayInputStream(envelope), out);
    return JSON.readTree(out.toByteArray());
  }

  private JsonNode ask(Token token) throws IOException {
    return ask(EVENTS, Map.of("Authorization", "Bearer " + token.shown()));
  }

  // As IAM matches: a star is any text, slashes too.
  private static boolean allows(JsonNode answer, String route) {
    JsonNode statement = answer.at("/policyDocument/Statement/0");
    for (JsonNode resource : statement.path("Resource")) {
      String pattern = "\\Q" + resource.asText().replace("*", "\\E.*\\Q") + "\\E";
      if ((API + "/live/" + route).matches(pattern)) {
        return statement.path("Effect").asText().equals("Allow");
      }
    }
    return false;
  }

  /// As API Gateway has it, for a domain that asks for certificates.
  @Test
  void who_shows_a_certificate_that_the_gateway_trusts_may_send_and_is_known_by_it()
      throws IOException {
    Map<String, ?> identity =
        Map.of(
            "sourceIp",
            "203.0.113.1",
            "clientCert",
            Map.of(
                "clientCertPem", "-----BEGIN CERTIFICATE-----",
                "subjectDN", "CN=event-handler,O=Teleport",
                "issuerDN", "CN=ours",
                "validity", Map.of("notAfter", "Nov 27 00:00:00 2027 GMT")));
    JsonNode answer = ask(EVENTS, Map.of(), identity);
    assertEquals("certificate:CN=event-handler,O=Teleport", answer.at("/context/caller").asText());
    assertTrue(allows(answer, "POST/in/teleport/events.log"));
    assertFalse(allows(answer, "GET/v1/events"));
    assertEquals(0, asked, "no token is looked up");
  }

  @Test
  void no_header_stands_for_a_certificate() {
    Map<String, String> headers = Map.of("clientCert", "CN=x", "x-amzn-mtls-clientcert", "CN=x");
    assertThrows(AuthorizeHandler.Unauthorized.class, () -> ask(EVENTS, headers));
    for (Object none : List.of(Map.of(), Map.of("subjectDN", " "), "CN=x", List.of("CN=x"))) {
      assertThrows(
          AuthorizeHandler.Unauthorized.class,
          () -> ask(EVENTS, Map.of(), Map.of("clientCert", none)),
          none::toString);
    }
  }

  @Test
  void whatever_was_asked_first_every_door_is_allowed_and_nothing_else() throws IOException {
    Token token = issue(1, Set.of(Scope.INGEST), null);
    for (String first : List.of("POST/in/v1/events", "GET/in/services/collector/health")) {
      JsonNode answer =
          ask(API + "/live/" + first, Map.of("authorization", "Splunk " + token.shown()));
      for (String door :
          List.of(
              "POST/in/v1/events",
              "PUT/in/v1/events",
              "POST/in/services/collector",
              "GET/in/services/collector/health",
              "POST/in/any/prefix/session.x.log")) {
        assertTrue(allows(answer, door), door);
      }
      for (Route route : Route.values()) {
        String path = route.method() + route.path().replaceAll("\\{[a-z+]+}", "in");
        assertEquals(route.isForTokens() && route != Route.READ, allows(answer, path), path);
      }
      assertFalse(allows(answer, "DELETE/in/v1/events"));
      assertFalse(allows(answer, "GET/v1/sessions/in/events"));
      assertFalse(allows(answer, "POST/v1/sessions/x/in/hold"));
    }
  }

  @Test
  void who_shows_a_token_is_named_and_its_secret_is_not() throws IOException {
    Token token = issue(1, Set.of(Scope.INGEST), null);
    JsonNode answer = ask(token);
    assertEquals("token:fluent-bit", answer.at("/context/caller").asText());
    assertEquals("token:" + token.id(), answer.path("principalId").asText());
    assertEquals("2012-10-17", answer.at("/policyDocument/Version").asText());
    assertEquals("execute-api:Invoke", answer.at("/policyDocument/Statement/0/Action").asText());
    assertFalse(answer.toString().contains(token.secret()));
    assertFalse(answer.toString().contains(token.digest()));
  }

  @Test
  void who_may_only_read_reads_and_gets_through_no_door() throws IOException {
    Token token = issue(1, Set.of(Scope.READ), null);
    JsonNode answer = ask(token);
    assertEquals("Allow", answer.at("/policyDocument/Statement/0/Effect").asText());
    assertTrue(allows(answer, "GET/read/v1/events"));
    for (String other :
        List.of(
            "POST/in/v1/events",
            "GET/in/v1/events",
            "POST/read/v1/tokens",
            "GET/v1/read/events",
            "GET/v1/events",
            "GET/v1/originals/x/recording")) {
      assertFalse(allows(answer, other), other);
    }
  }

  @Test
  void who_may_do_both_does_both_and_who_may_nothing_is_denied_all() throws IOException {
    JsonNode both = ask(issue(1, Set.of(Scope.READ, Scope.INGEST), null));
    assertTrue(allows(both, "GET/read/v1/events") && allows(both, "POST/in/logs"));
    JsonNode nothing = ask(issue(2, Set.of(), null));
    assertEquals("Deny", nothing.at("/policyDocument/Statement/0/Effect").asText());
    assertEquals(API + "/live/*", nothing.at("/policyDocument/Statement/0/Resource/0").asText());
  }

  @Test
  void the_unknown_the_expired_the_revoked_and_nobody_are_unauthorized() throws IOException {
    Token expired = issue(1, Set.of(Scope.INGEST), NOON);
    Token revoked = issue(2, Set.of(Scope.INGEST), null);
    Optional<IssuedToken> _ = kept.revoke(revoked.id(), new Revocation("bob", NOON));
    Token other = new Token(issue(3, Set.of(Scope.INGEST), null).id(), revoked.secret());
    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of("Authorization", "Bearer x"),
            Map.of("Authorization", "Bearer " + expired.shown()),
            Map.of("Authorization", "Bearer " + revoked.shown()),
            Map.of("X-Amz-Firehose-Access-Key", other.shown()))) {
      Exception refused = assertThrows(Exception.class, () -> ask(EVENTS, headers));
      assertEquals("Unauthorized", refused.getMessage());
    }
  }

  @Test
  void a_store_that_fails_lets_nobody_in_and_is_asked_again() throws IOException {
    Token token = issue(1, Set.of(Scope.INGEST), null);
    down = true;
    for (int i = 1; i <= 2; i++) {
      assertThrows(Unavailable.class, () -> ask(token));
      assertEquals(i, asked);
    }
    down = false;
    assertTrue(allows(ask(token), "POST/in/v1/events"));
  }

  @Test
  void what_was_found_is_remembered_half_a_minute_and_what_was_not_is_not() throws IOException {
    Token late = Token.of(new byte[Token.RANDOM_BYTES]);
    assertThrows(AuthorizeHandler.Unauthorized.class, () -> ask(late));
    Token token = issue(1, Set.of(Scope.INGEST), null);
    ask(token);
    ask(token);
    assertEquals(2, asked);
    Optional<IssuedToken> _ = kept.revoke(token.id(), new Revocation("bob", NOON));
    clock.move(Duration.ofSeconds(30));
    assertThrows(AuthorizeHandler.Unauthorized.class, () -> ask(token));
    assertThrows(AuthorizeHandler.Unauthorized.class, () -> ask(late));
    assertEquals(4, asked);
  }

  @Test
  void a_use_that_cannot_be_noted_keeps_nobody_out() throws IOException {
    Token token = issue(1, Set.of(Scope.INGEST), null);
    canNote = false;
    assertTrue(allows(ask(token), "POST/in/v1/events"));
    assertEquals(1, notNoted.size());
    canNote = true;
    ask(token);
    assertEquals(NOON, kept.find(token.id()).orElseThrow().lastUsed());
  }

  @Test
  void what_is_no_question_is_answered_by_no_allow() {
    for (String odd : List.of("", "[]", "{", "{}", "{\"headers\":7}", "{\"headers\":null}")) {
      assertThrows(
          RuntimeException.class,
          () ->
              handler.handle(
                  new ByteArrayInputStream(odd.getBytes(UTF_8)), new ByteArrayOutputStream()),
          odd);
    }
    Token token = issue(1, Set.of(Scope.INGEST), null);
    assertThrows(
        RuntimeException.class,
        () -> ask("arn:aws:x", Map.of("Authorization", "Bearer " + token.shown())));
  }
}
