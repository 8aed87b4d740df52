package io.tapevault.local.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopbackGuardTest {

  private static final String TOKEN = "0123456789abcdef";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8420",
        "LOCALHOST:8420",
        "127.0.0.1:8420",
        "127.0.0.1",
        "[::1]:8420",
        "[::1]"
      })
  void a_program_of_this_machine_may_ask_by_any_of_its_names(String host) {
    assertEquals(Optional.empty(), refused(Map.of("host", host)));
    assertEquals(
        Optional.empty(),
        refused(Map.of("host", host, "origin", "http://" + host, "sec-fetch-site", "same-origin")));
    assertEquals(Optional.empty(), refused(Map.of("host", host, "sec-fetch-site", "none")));
    assertEquals(Optional.empty(), refused(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8420",
        "localhost.evil.example",
        "127.0.0.1.evil.example:8420",
        "localhost:8420:8420",
        "0.0.0.0:8420",
        "[::1",
        "[::2]:8420",
        "127.0.0.1@evil.example",
        "",
      })
  void under_another_name_nobody_may(String host) {
    assertEquals(
        Optional.of(Problem.Type.FOREIGN_PAGE), refused(Map.of("host", host)), "Host: " + host);
  }

  @ParameterizedTest
  @CsvSource({
    "origin, https://evil.example",
    "origin, null",
    "origin, https://localhost:8420",
    "origin, http://localhost:3000",
    "origin, http://localhost:8420.evil.example",
    "sec-fetch-site, cross-site",
    "sec-fetch-site, same-site",
    "sec-fetch-site, new-in-2030",
  })
  void a_page_of_somebody_else_may_not(String header, String value) {
    assertEquals(
        Optional.of(Problem.Type.FOREIGN_PAGE),
        refused(Map.of("host", "localhost:8420", header, value)));
  }

  @Test
  void a_link_may_be_followed_from_anywhere_and_without_the_token_but_only_to_us() {
    Map<String, String> mail =
        Map.of(
            "host",
            "localhost:8420",
            "sec-fetch-site",
            "cross-site",
            "sec-fetch-mode",
            "navigate",
            "sec-fetch-dest",
            "document");
    assertEquals(Optional.empty(), withToken("GET", "/share/word", mail));
    assertEquals(
        Optional.of(Problem.Type.FOREIGN_PAGE),
        withToken("GET", "/share/word", Map.of("host", "evil.example")));
    assertEquals(Optional.of(Problem.Type.NO_TOKEN), withToken("GET", "/shares", Map.of()));
    assertEquals(Optional.of(Problem.Type.NO_TOKEN), withToken("POST", "/share/word", Map.of()));
  }

  @Test
  void a_link_may_lead_to_the_page_and_to_nothing_that_it_asks_for() {
    Map<String, String> followed =
        Map.of(
            "host", "localhost:8420",
            "sec-fetch-site", "cross-site",
            "sec-fetch-mode", "navigate",
            "sec-fetch-dest", "document");
    Optional<Problem.Type> foreign = Optional.of(Problem.Type.FOREIGN_PAGE);
    for (String view : new String[] {"/", "/events", "/sessions/a%2Fb"}) {
      assertEquals(Optional.empty(), withToken("GET", view, followed), view);
      assertEquals(foreign, withToken("POST", view, followed), view);
    }
    assertEquals(foreign, withToken("GET", "/v1/events", followed));
    Map<String, String> framed = new HashMap<>(followed);
    framed.put("sec-fetch-dest", "iframe");
    assertEquals(foreign, withToken("GET", "/events", framed));
  }

  @Test
  void with_a_token_only_who_shows_it_may() {
    assertEquals(Optional.of(Problem.Type.NO_TOKEN), withToken("GET", "/v1/events", Map.of()));
    for (String wrong : new String[] {"Bearer ", "Bearer 0123456789abcdeF", TOKEN, "Basic x"}) {
      assertEquals(
          Optional.of(Problem.Type.NO_TOKEN),
          withToken("POST", "/v1/events", Map.of("authorization", wrong)));
    }
    assertEquals(
        Optional.empty(),
        withToken("GET", "/v1/events", Map.of("authorization", "Bearer " + TOKEN)));
  }

  @Test
  void a_ticket_and_a_look_at_its_health_need_no_token() {
    assertEquals(Optional.empty(), withToken("PUT", "/v1/recordings/x/upload", Map.of()));
    assertEquals(Optional.empty(), withToken("GET", "/healthz", Map.of()));
  }

  @Test
  void an_upload_of_another_kind_is_no_ticket() {
    for (String path : new String[] {"/v1/events", "/in/v1/events", "/v1/recordings/x"}) {
      assertEquals(Optional.of(Problem.Type.NO_TOKEN), withToken("PUT", path, Map.of()), path);
    }
  }

  private static Optional<Problem.Type> refused(Map<String, String> headers) {
    return refused(LoopbackGuard.open(), request("POST", "/v1/events", headers));
  }

  private static Optional<Problem.Type> withToken(
      String method, String path, Map<String, String> headers) {
    return refused(LoopbackGuard.withToken(TOKEN), request(method, path, headers));
  }

  private static Optional<Problem.Type> refused(LoopbackGuard guard, HttpRequest request) {
    return switch (guard.judge(request)) {
      case LoopbackGuard.Verdict.LetIn(String caller) -> Optional.empty();
      case LoopbackGuard.Verdict.Refused(Problem problem) -> Optional.of(problem.type());
    };
  }

  private static HttpRequest request(String method, String path, Map<String, String> headers) {
    return new HttpRequest(method, path, Map.of(), headers, InputStream.nullInputStream(), "id");
  }
}
