package io.tapevault.http.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.EventQuery;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryTokens;
import io.tapevault.token.Admission;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.Issuing;
import io.tapevault.token.Scope;
import io.tapevault.token.Token;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class TokenRoutesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String SHIPPER =
      "{\"name\":\"fluent-bit\",\"scopes\":[\"ingest\"],\"expires_in\":\"90d\",\"by\":\"alice\"}";

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  private final MemoryTokens tokens = new MemoryTokens();
  private final Random random = new Random(7);
  private final Front front =
      Front.of(
          TokenRoutes.of(
              new Issuing(
                  tokens,
                  log,
                  () -> {
                    byte[] bytes = new byte[Token.RANDOM_BYTES];
                    random.nextBytes(bytes);
                    return bytes;
                  }),
              clock),
          64 << 20);
  private final Admission admission =
      new Admission(
          tokens,
          clock,
          trouble -> {
            throw trouble;
          });

  private record Said(int status, Map<String, String> headers, JsonNode json) {}

  private Said ask(String method, String path, String body, String caller) throws IOException {
    int query = path.indexOf("?after=");
    HttpResponse response =
        front.handle(
            new HttpRequest(
                method,
                query < 0 ? path : path.substring(0, query),
                query < 0 ? Map.of() : Map.of("after", List.of(path.substring(query + 7))),
                Map.of(),
                new ByteArrayInputStream(body.getBytes(UTF_8)),
                "r1",
                caller));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.content().writeTo(out);
    return new Said(
        response.status(), response.headers(), new ObjectMapper().readTree(out.toByteArray()));
  }

  private JsonNode create(String body) throws IOException {
    return ask("POST", "/v1/tokens", body, "").json();
  }

  private Said revoke(String id) throws IOException {
    return ask("POST", "/v1/tokens/" + id + "/revoke", "{\"by\":\"bob\"}", "");
  }

  private static JsonNode json(String json) throws IOException {
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }

  private List<JsonNode> events() {
    return log
        .search(
            new EventQuery(
                Instant.EPOCH, NOON.plusSeconds(1_000_000), Set.of(), EventQuery.Order.ASCENDING),
            null,
            100)
        .events()
        .stream()
        .map(stored -> {
          try {
            return new ObjectMapper().readTree(stored.event().json());
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        })
        .toList();
  }

  @Test
  void a_token_is_told_once_lets_in_and_is_an_event_without_its_secret() throws IOException {
    Said said = ask("POST", "/v1/tokens", SHIPPER, "");
    assertEquals(201, said.status());
    assertEquals("no-store", said.headers().get("cache-control"));
    String shown = said.json().path("token").asText();
    String id = Token.parse(shown).orElseThrow().id();
    String members =
        "'id':'"
            + id
            + "','name':'fluent-bit','scopes':['ingest'],'state':'valid',"
            + "'created':{'by':'alice','at':'2026-03-01T12:00:00Z'},"
            + "'expires':'2026-05-30T12:00:00Z'";
    assertEquals(json("{'token':'" + shown + "'," + members + "}"), said.json());
    assertEquals(json("{'tokens':[{" + members + "}]}"), ask("GET", "/v1/tokens", "", "").json());
    assertEquals("token:fluent-bit", admission.admit(shown).orElseThrow().caller());
    JsonNode event = events().getFirst();
    assertEquals("tapevault.token.created", event.path("event").asText());
    assertEquals("TVT01I", event.path("code").asText());
    assertEquals("alice", event.path("user").asText());
    assertEquals(id, event.path("token_id").asText());
    assertFalse(event.toString().contains(Token.parse(shown).orElseThrow().secret()));
    assertFalse(event.toString().contains(Token.parse(shown).orElseThrow().digest()));
  }

  @Test
  void revoked_it_lets_nobody_in_and_the_first_who_revoked_it_is_told() throws IOException {
    String shown = create(SHIPPER).path("token").asText();
    String id = Token.parse(shown).orElseThrow().id();
    clock.move(Duration.ofMinutes(1));
    Said revoked = revoke(id);
    assertEquals(200, revoked.status());
    assertEquals("revoked", revoked.json().path("state").asText());
    assertEquals(json("{'by':'bob','at':'2026-03-01T12:01:00Z'}"), revoked.json().path("revoked"));
    clock.move(Duration.ofMinutes(1));
    assertEquals(
        revoked.json(),
        ask("POST", "/v1/tokens/" + id + "/revoke", "", "arn:aws:iam::1:user/eve").json());
    assertTrue(admission.admit(shown).isEmpty());
    assertEquals(2, events().size());
    assertEquals("tapevault.token.revoked", events().getLast().path("event").asText());
    assertEquals("bob", events().getLast().path("user").asText());
  }

  @Test
  void two_of_one_name_let_in_at_once_and_each_ends_alone() throws IOException {
    String old = create(SHIPPER).path("token").asText();
    String fresh = create(SHIPPER.replace("90d", "forever")).path("token").asText();
    assertTrue(admission.admit(old).isPresent());
    assertTrue(admission.admit(fresh).isPresent());
    revoke(Token.parse(old).orElseThrow().id());
    assertTrue(admission.admit(old).isEmpty());
    clock.move(Duration.ofDays(36_500));
    assertTrue(admission.admit(fresh).isPresent());
  }

  @Test
  void an_expired_token_and_another_secret_let_nobody_in() throws IOException {
    String shown = create(SHIPPER).path("token").asText();
    String last = shown.endsWith("0") ? "1" : "0";
    assertTrue(admission.admit(shown.substring(0, shown.length() - 1) + last).isEmpty());
    clock.move(Duration.ofDays(90).minusMillis(1));
    assertTrue(admission.admit(shown).isPresent());
    clock.move(Duration.ofMillis(1));
    assertTrue(admission.admit(shown).isEmpty());
    assertEquals("expired", ask("GET", "/v1/tokens", "", "").json().at("/tokens/0/state").asText());
  }

  @Test
  void the_last_use_is_told_to_the_hour() throws IOException {
    String shown = create(SHIPPER).path("token").asText();
    assertTrue(admission.admit(shown).isPresent());
    clock.move(Duration.ofMinutes(59));
    assertTrue(admission.admit(shown).isPresent());
    assertEquals(
        NOON.toString(),
        ask("GET", "/v1/tokens", "", "").json().at("/tokens/0/last_used").asText());
    clock.move(Duration.ofMinutes(1));
    assertTrue(admission.admit(shown).isPresent());
    assertEquals(
        NOON.plusSeconds(3600).toString(),
        ask("GET", "/v1/tokens", "", "").json().at("/tokens/0/last_used").asText());
  }

  @Test
  void who_signed_counts_whatever_the_body_says() throws IOException {
    Said said = ask("POST", "/v1/tokens", SHIPPER, "arn:aws:iam::1:user/carol");
    assertEquals("arn:aws:iam::1:user/carol", said.json().at("/created/by").asText());
  }

  @Test
  void what_is_not_understood_is_named_and_makes_no_token() throws IOException {
    for (String bad :
        List.of(
            "",
            "[]",
            "{}",
            SHIPPER + "{}",
            SHIPPER.replace("fluent-bit", ""),
            SHIPPER.replace("fluent-bit", "a\\\"b"),
            SHIPPER.replace("fluent-bit", "ä"),
            SHIPPER.replace("fluent-bit", "x".repeat(65)),
            SHIPPER.replace("[\"ingest\"]", "[]"),
            SHIPPER.replace("[\"ingest\"]", "\"ingest\""),
            SHIPPER.replace("ingest", "root"),
            SHIPPER.replace("90d", "90"),
            SHIPPER.replace("90d", "0d"),
            SHIPPER.replace("90d", "3651d"),
            SHIPPER.replace("90d", "never"),
            SHIPPER.replace("alice", " "),
            SHIPPER.replace("expires_in", "expires"))) {
      Said said = ask("POST", "/v1/tokens", bad, "");
      assertEquals(400, said.status(), bad);
      assertEquals("urn:tapevault:problem:bad-token", said.json().path("type").asText(), bad);
    }
    assertEquals(413, ask("POST", "/v1/tokens", " ".repeat(20_000), "").status());
    assertEquals(404, revoke("0".repeat(16)).status());
    assertEquals(404, revoke("..%2f").status());
    assertEquals(400, ask("GET", "/v1/tokens?after=x", "", "").status());
    assertEquals(json("{'tokens':[]}"), ask("GET", "/v1/tokens", "", "").json());
    assertEquals(List.of(), events());
  }

  @Test
  void many_are_listed_in_pages() throws IOException {
    for (int i = 0; i < 450; i++) {
      byte[] bytes = new byte[Token.RANDOM_BYTES];
      random.nextBytes(bytes);
      assertTrue(
          tokens.create(
              IssuedToken.of(
                  Token.of(bytes), new Grant("n", Set.of(Scope.READ), "alice", NOON, null))));
    }
    TreeSet<String> ids = new TreeSet<>();
    int pages = 0;
    String next = "";
    do {
      JsonNode page =
          ask("GET", "/v1/tokens" + (next.isEmpty() ? "" : "?after=" + next), "", "").json();
      page.path("tokens").forEach(token -> ids.add(token.path("id").asText()));
      next = page.path("next").asText();
      pages++;
    } while (!next.isEmpty());
    assertEquals(450, ids.size());
    assertEquals(3, pages);
  }
}
