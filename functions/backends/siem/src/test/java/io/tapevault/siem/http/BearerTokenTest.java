package io.tapevault.siem.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {

  private static final String SECRET = "the-token-that-nobody-says";

  private final AtomicInteger given = new AtomicInteger();
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final FaultySiem login;
  private final FaultySiem siem;
  private final BearerToken token;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  BearerTokenTest() throws IOException {
    login =
        FaultySiem.start((request, connection) -> {
          String one = SECRET + given.incrementAndGet();
          known.add("Bearer " + one);
          Answer.saying(200, "{\"access_token\":\"" + one + "\",\"expires_in\":3599}")
              .to(request, connection);
        });
    siem =
        FaultySiem.start((request, connection) ->
            Answer.status(known.contains(request.header("authorization")) ? 204 : 401)
                .to(request, connection));
    token = new BearerToken(http(login), () -> Map.of("client_secret", "a b&c"), () -> now);
  }

  @AfterEach
  void stop() throws IOException {
    login.close();
    siem.close();
  }

  private SiemHttp http(FaultySiem server) {
    return SiemHttp.to(SinkSpec.webhook("soc", server.uri(), null), () -> now, Timeouts.DEFAULT);
  }

  private Delivery send() {
    return token.send(
        Reading.STATUS,
        (authorization, reading) ->
            http(siem)
                .post(
                    new io.tapevault.siem.http.Request(
                        List.of(), new byte[1], Map.of("authorization", authorization)),
                    reading));
  }

  private List<Integer> requests() {
    return List.of(login.requests().size(), siem.requests().size());
  }

  @Test
  void a_token_serves_until_a_minute_before_its_end() {
    send();
    now = now.plus(Duration.ofSeconds(3538));
    assertEquals(new Delivery.Delivered(), send());
    assertEquals(List.of(1, 2), requests());
    now = now.plusSeconds(1);
    assertEquals(new Delivery.Delivered(), send());
    assertEquals(List.of(2, 3), requests());
    Request first = login.requests().getFirst();
    assertEquals("client_secret=a+b%26c", first.body());
    assertEquals("application/x-www-form-urlencoded", first.header("content-type"));
  }

  @Test
  void one_that_is_not_known_any_more_is_replaced_once() {
    send();
    known.clear();
    assertEquals(new Delivery.Delivered(), send());
    assertEquals(List.of(2, 3), requests());
  }

  @Test
  void a_new_one_that_is_refused_is_down() {
    siem.answer(Answer.status(401));
    assertInstanceOf(Delivery.Down.class, send());
    assertEquals(List.of(1, 1), requests());
    assertInstanceOf(Delivery.Down.class, send());
    assertEquals(List.of(2, 2), requests());
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404})
  void a_login_that_refuses_is_down_and_nothing_is_sent(int status) {
    login.answer(Answer.saying(status, "{\"error\":\"invalid_client\"}"));
    Delivery.Down down = assertInstanceOf(Delivery.Down.class, send());
    assertTrue(down.why().startsWith("the login: status " + status), down.why());
    assertEquals(List.of(1, 0), requests());
  }

  @Test
  void a_login_that_is_away_is_tried_again_when_it_says() {
    login.answer(Answer.status(429, "retry-after: 7"));
    assertEquals(Duration.ofSeconds(7), assertInstanceOf(Delivery.TryAgain.class, send()).after());
    assertEquals(List.of(1, 0), requests());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<html>",
        "{\"access_token\":7}",
        "{\"access_token\":\"" + SECRET + " with a blank\"}",
        "{\"access_token\":\"" + SECRET + "\",",
        "{\"access_token\":\"" + SECRET + "\"} and more"
      })
  void a_login_that_gives_no_token_is_tried_again_and_its_words_are_not_told(String body) {
    login.answer(Answer.saying(200, body));
    Delivery.TryAgain trouble = assertInstanceOf(Delivery.TryAgain.class, send());
    assertFalse(trouble.why().contains(SECRET), trouble.why());
    assertEquals(List.of(1, 0), requests());
  }
}
