package io.tapevault.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tapevault.event.Unavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutesTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  private final Routes routes =
      new Routes()
          .add(Route.SEARCH, (request, sid) -> text("events" + sid))
          .add(Route.SEND_EVENTS, (request, sid) -> text("sent" + sid))
          .addAll(new Routes().add(Route.SESSION, (request, sid) -> text("session " + sid)))
          .add(Route.CAST, (request, sid) -> text("cast " + sid));

  @ParameterizedTest
  @CsvSource({
    "GET,  /v1/events,           events",
    "POST, /v1/events,           sent",
    "GET,  /v1/sessions/s1,      session s1",
    "GET,  /v1/sessions/s1/recording.cast, cast s1"
  })
  void a_path_and_a_method_find_their_route(String method, String path, String answer)
      throws Exception {
    assertEquals("200 {content-type=text/plain} " + answer, whole(method, path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "v1/events",
        "/v1",
        "/v1/events/",
        "//v1/events",
        "/v1//events",
        "/v1/EVENTS",
        "/v1/events/x",
        "/v1/events%2F",
        "/v1/%65vents",
        "/v1/./events",
        "/v1/x/../events",
        "/v1/sessions/../events/x",
        "/v1/sessions/a/b",
        "/v1/events?x=1",
        "*"
      })
  void there_is_nothing_at_any_other_path(String path) throws Exception {
    assertEquals(
        """
        404 {content-type=application/problem+json} {"type":"urn:tapevault:problem:no-such-route",\
        "title":"There is nothing at this path","status":404,\
        "detail":"see docs/reference/http.md for the paths that there are","instance":"r1"}\
        """,
        whole("GET", path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "%2e%2e", "%2E%2E%2Fevents", "", " ", "..;", "\\..\\", "s\u0000", "ü"})
  void what_stands_for_a_session_reaches_the_route_undecoded(String sid) throws Exception {
    assertEquals(
        "200 {content-type=text/plain} session " + sid, whole("GET", "/v1/sessions/" + sid));
  }

  @Test
  void another_method_is_told_what_the_path_takes() throws Exception {
    assertEquals(
        """
        405 {content-type=application/problem+json} {"type":"urn:tapevault:problem:method-not-allowed",\
        "title":"This path does not take this method","status":405,"detail":"this path takes GET, POST","instance":"r1"}\
        """,
        whole("DELETE", "/v1/events"));
    assertEquals("405", whole("get", "/v1/events").substring(0, 3));
    assertEquals("405", whole("", "/v1/sessions/" + SID).substring(0, 3));
  }

  @Test
  void a_store_that_is_unavailable_is_to_be_tried_again() throws Exception {
    assertEquals(
        """
        503 {content-type=application/problem+json, retry-after=2} {"type":"urn:tapevault:problem:unavailable",\
        "title":"Not now: try again","status":503,\
        "detail":"the store cannot be reached, or is too busy; try again","instance":"r1"}\
        """,
        thrown((request, sid) -> {
          throw new Unavailable("secret table", new IOException("secret host"));
        }));
  }

  @Test
  void what_could_not_be_foreseen_is_to_be_tried_again_and_says_nothing_of_us() throws Exception {
    List<Routes.Handler> handlers =
        List.of(
            (request, sid) -> {
              throw new IllegalStateException("secret");
            },
            (request, sid) -> {
              throw new IOException("secret");
            },
            (request, sid) -> {
              throw new NullPointerException();
            },
            (request, sid) -> {
              throw new IllegalStateException("half a surrogate pair: \ud800");
            });
    for (Routes.Handler handler : handlers) {
      String answer = thrown(handler);
      assertEquals(
          """
          503 {content-type=application/problem+json, retry-after=2} {"type":"urn:tapevault:problem:unavailable",\
          "title":"Not now: try again","status":503,\
          "detail":"something unexpected happened; the log knows it as r1","instance":"r1"}\
          """,
          answer);
      assertFalse(answer.contains("secret"));
    }
  }

  @Test
  void a_problem_that_a_route_answers_is_written_as_one() throws Exception {
    assertEquals(
        """
        400 {content-type=application/problem+json} {"type":"urn:tapevault:problem:bad-cursor",\
        "title":"That is not a cursor of this query","status":400,"detail":"what?","instance":"r1"}\
        """,
        thrown((request, sid) -> new Problem(Problem.Type.BAD_CURSOR, "what?")));
  }

  private static String thrown(Routes.Handler handler) throws IOException {
    return whole(new Routes().add(Route.HEALTH, handler), "GET", "/healthz");
  }

  private String whole(String method, String path) throws IOException {
    return whole(routes, method, path);
  }

  private static String whole(Routes routes, String method, String path) throws IOException {
    HttpRequest request =
        new HttpRequest(method, path, Map.of(), Map.of(), InputStream.nullInputStream(), "r1");
    HttpResponse response = routes.handle(request);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    response.content().writeTo(body);
    assertEquals(response.length(), body.size());
    return response.status() + " " + new TreeMap<>(response.headers()) + " " + body.toString(UTF_8);
  }

  private static HttpResponse text(String text) {
    return HttpResponse.bytes(200, "text/plain", text.getBytes(UTF_8));
  }
}
