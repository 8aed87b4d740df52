package io.tapevault.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.event.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrontTest {

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
        "/v1/sessions/",
        "/v1/sessions//recording.cast",
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
  @ValueSource(strings = {"..", "%2e%2e", "%2E%2E%2Fevents", " ", "..;", "\\..\\", "s\u0000", "ü"})
  void what_stands_for_a_session_reaches_the_route_undecoded(String sid) throws Exception {
    assertEquals(
        "200 {content-type=text/plain} session " + sid, whole("GET", "/v1/sessions/" + sid));
  }

  @Test
  void another_method_is_told_what_the_path_takes() throws Exception {
    assertEquals(
        """
        405 {allow=GET, POST, content-type=application/problem+json} {"type":"urn:tapevault:problem:method-not-allowed",\
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
        "title":"That is not a cursor","status":400,"detail":"what?","instance":"r1"}\
        """,
        thrown((request, sid) -> new Problem(Problem.Type.BAD_CURSOR, "what?")));
  }

  @Test
  void head_is_answered_as_get_without_its_body() throws Exception {
    assertEquals(
        "200 {content-length=9, content-type=text/plain} ", whole("HEAD", "/v1/sessions/s"));
    assertEquals("404", whole("HEAD", "/v1/nothing").substring(0, 3));
    assertEquals(
        "405",
        whole(
                new Routes().add(Route.SEND_EVENTS, (request, none) -> text("")),
                "HEAD",
                "/v1/events")
            .substring(0, 3));
  }

  @Test
  void while_the_heap_is_held_others_are_told_to_come_again() throws Exception {
    List<String> inside = new ArrayList<>();
    List<Front> front = new ArrayList<>();
    front.add(
        Front.of(
            new Routes()
                .add(
                    Route.SEND_EVENTS,
                    (request, none) -> {
                      if (inside.isEmpty()) {
                        inside.add("first");
                        inside.add(sent(front.getFirst(), 100_000));
                        inside.add(sent(front.getFirst(), 10));
                      }
                      return text("taken");
                    }),
            4 << 20,
            Duration.ZERO));
    assertEquals("200", sent(front.getFirst(), 200_000));
    assertEquals(List.of("first", "503 retry-after 2", "200"), inside);
    assertEquals("200", sent(front.getFirst(), 200_000));
  }

  @Test
  void five_of_the_largest_bodies_at_once_are_taken_one_after_another() throws Exception {
    Front front =
        Front.of(
            new Routes().add(Route.SEND_EVENTS, (request, none) -> text("taken")),
            32 << 20,
            Duration.ofMinutes(1));
    List<FutureTask<String>> five = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      five.add(new FutureTask<>(() -> sent(front, Route.SEND_EVENTS.mostBody())));
      Thread.ofPlatform().start(five.getLast());
    }
    for (FutureTask<String> one : five) {
      assertEquals("200", one.get());
    }
  }

  private static String sent(Front front, int bytes) {
    HttpResponse response =
        front.handle(
            new HttpRequest(
                "POST",
                "/v1/events",
                Map.of(),
                Map.of(),
                new ByteArrayInputStream(new byte[bytes]),
                "r1"));
    response.content().close();
    String after = response.headers().get("retry-after");
    return response.status() + (after == null ? "" : " retry-after " + after);
  }

  @Test
  void what_an_answer_holds_is_given_back_however_it_ends() throws Exception {
    Routes all =
        new Routes()
            .add(Route.SESSION, (request, sid) -> text(sid))
            .add(
                Route.SESSION_EVENTS,
                (request, sid) -> {
                  throw new IllegalStateException(sid);
                })
            .add(Route.SEARCH, (request, none) -> new Problem(Problem.Type.BAD_CURSOR, "no"));
    Front front = Front.of(all, 100 << 20, Duration.ZERO);
    for (int i = 0; i < 10; i++) {
      assertEquals(200, front.handle(get("HEAD", "/v1/sessions/s")).status());
      HttpResponse closed = front.handle(get("GET", "/v1/sessions/s"));
      assertEquals(503, front.handle(get("GET", "/v1/sessions/s")).status());
      closed.content().close();
      HttpResponse written = front.handle(get("GET", "/v1/sessions/s"));
      written.content().writeTo(OutputStream.nullOutputStream());
      HttpResponse broken = front.handle(get("GET", "/v1/sessions/s"));
      assertThrows(IOException.class, () -> broken.content().writeTo(new Gone()));
      assertEquals(503, front.handle(get("GET", "/v1/sessions/s/events")).status());
      assertEquals(400, front.handle(get("GET", "/v1/events")).status());
    }
  }

  private static HttpRequest get(String method, String path) {
    return new HttpRequest(method, path, Map.of(), Map.of(), InputStream.nullInputStream(), "r1");
  }

  private static final class Gone extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      throw new IOException("the client went away");
    }
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
    HttpResponse response = Front.of(routes, 1L << 30).handle(request);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    response.content().writeTo(body);
    assertEquals(response.length(), body.size());
    Map<String, String> headers = new TreeMap<>(response.headers());
    assertEquals("r1", headers.remove("x-request-id"));
    return response.status() + " " + headers + " " + body.toString(UTF_8);
  }

  private static HttpResponse text(String text) {
    return HttpResponse.bytes(200, "text/plain", text.getBytes(UTF_8));
  }
}
