package io.tapevault.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.http.Front;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.local.Client;
import io.tapevault.local.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HttpFrontTest {

  private static final int MOST = 1 << 20;
  private static final Duration POST = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private final HttpFront front;

  HttpFrontTest() throws IOException {
    front = HttpFront.bind(0, new HttpFront.Waits(POST, POST));
  }

  @BeforeEach
  void serve() {
    serve(front);
  }

  private void serve(HttpFront front) {
    front.serve(
        Front.of(
            new Routes()
                .add(Route.HEALTH, (request, none) -> HttpResponse.json(200, "{}".getBytes(UTF_8)))
                .add(
                    Route.SEND_EVENTS,
                    (request, none) ->
                        HttpResponse.json(
                            200, Integer.toString(request.content().length).getBytes(UTF_8))),
            1L << 30),
        LoopbackGuard.open(),
        new Scratch(folder));
  }

  @AfterEach
  void stop() {
    front.close();
  }

  @Test
  void clients_that_send_a_byte_now_and_then_are_left_and_keep_nobody_from_working()
      throws Exception {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Socket socket = connect();
      send(socket, "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
      slow.add(socket);
    }
    Client client = new Client(front.uri());
    assertEquals(200, client.get("/healthz").status());
    for (Socket socket : slow) {
      try (socket) {
        String answer = line(socket);
        assertTrue(
            answer.isEmpty()
                || answer.startsWith("HTTP/1.1 400")
                || answer.startsWith("HTTP/1.1 503"),
            answer);
      }
    }
    assertEquals("3", client.post("/v1/events", "{ }").text());
  }

  @Test
  void whoever_still_sends_when_the_answer_is_clear_gets_to_read_it() throws Exception {
    try (HttpFront patient = HttpFront.bind(0);
        Socket socket = connect(patient)) {
      serve(patient);
      int length = 40 << 20;
      send(
          socket,
          "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n");
      OutputStream out = socket.getOutputStream();
      for (int sent = 0; sent < length; sent += MOST) {
        out.write(new byte[MOST]);
      }
      assertEquals("HTTP/1.1 413 Payload Too Large", line(socket));
      new Client(patient.uri())
          .post("/v1/events", " ".repeat(40 << 20))
          .assertProblem(413, "body-too-large");
    }
  }

  @Test
  void closing_does_not_wait_for_those_who_do_not_go_on() throws Exception {
    try (Socket body = connect();
        Socket head = connect()) {
      send(body, "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
      send(head, "GET /qui");
      Thread.sleep(200);
      long start = System.nanoTime();
      front.close();
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      assertTrue(millis < 5_000, millis + " ms");
    }
  }

  @Test
  void searches_that_do_not_end_keep_no_post_waiting() throws Exception {
    CountDownLatch posted = new CountDownLatch(1);
    try (HttpFront other = HttpFront.bind(0)) {
      other.serve(
          Front.of(
              new Routes()
                  .add(
                      Route.SEARCH,
                      (request, none) -> {
                        while (posted.getCount() > 0) {
                          Thread.onSpinWait();
                        }
                        return HttpResponse.json(200, "{}".getBytes(UTF_8));
                      })
                  .add(
                      Route.SEND_EVENTS,
                      (request, none) -> HttpResponse.json(200, "[]".getBytes(UTF_8))),
              1L << 30),
          LoopbackGuard.open(),
          new Scratch(folder));
      Client client = new Client(other.uri());
      List<Future<Client.Answer>> searches = new ArrayList<>();
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        for (int i = 0; i < 8; i++) {
          searches.add(threads.submit(() -> client.get("/v1/events")));
        }
        assertEquals("[]", client.post("/v1/events", "[]").text());
        posted.countDown();
        for (Future<Client.Answer> search : searches) {
          assertEquals("{}", search.get().text());
        }
      } finally {
        posted.countDown();
      }
    }
  }

  @Test
  void whoever_asks_whether_to_go_on_is_told_so_and_is_spared_the_body_where_it_is_refused()
      throws Exception {
    String head = "POST /v1/events HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n";
    try (Socket socket = connect()) {
      send(socket, head + "Host: localhost\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue", line(socket));
      send(socket, "{ }");
      assertTrue(line(socket).isEmpty());
      assertEquals("HTTP/1.1 200 OK", line(socket));
    }
    try (Socket socket = connect()) {
      send(socket, head + "Host: evil.example\r\n\r\n");
      assertEquals("HTTP/1.1 403 Forbidden", line(socket));
    }
  }

  @Test
  void work_may_take_longer_than_a_client_is_waited_for() throws Exception {
    try (HttpFront other =
        HttpFront.bind(0, new HttpFront.Waits(Duration.ofMillis(500), Duration.ofMillis(500)))) {
      other.serve(
          Front.of(
              new Routes()
                  .add(
                      Route.SEARCH,
                      (request, none) -> {
                        pause(Duration.ofMillis(1_500));
                        return HttpResponse.json(200, "{}".getBytes(UTF_8));
                      }),
              64 << 20),
          LoopbackGuard.open(),
          new Scratch(folder));
      assertEquals("{}", new Client(other.uri()).get("/v1/events").text());
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_download_that_breaks_off_never_looks_whole() throws Exception {
    try (HttpFront other = HttpFront.bind(0)) {
      other.serve(
          Front.of(
              new Routes()
                  .add(
                      Route.CAST,
                      (request, sid) -> new HttpResponse(200, Map.of(), -1, new BreaksOff())),
              64 << 20),
          LoopbackGuard.open(),
          new Scratch(folder));
      String answer =
          Wire.ask(
              other.uri(), "GET /v1/sessions/x/recording.cast HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.contains("half"), answer);
      assertFalse(answer.endsWith("0\r\n\r\n"), answer);
    }
  }

  private static final class BreaksOff implements HttpResponse.Content {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write("half".getBytes(UTF_8));
      out.flush();
      throw new IOException("the file cannot be read on");
    }

    @Override
    public boolean isStreamed() {
      return true;
    }
  }

  @Test
  void an_error_goes_to_whoever_ends_the_process() throws Exception {
    BlockingQueue<Throwable> uncaught = new ArrayBlockingQueue<>(10);
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, trouble) -> uncaught.add(trouble));
    try (HttpFront other = HttpFront.bind(0)) {
      StackOverflowError error = new StackOverflowError();
      other.serve(
          Front.of(
              new Routes()
                  .add(
                      Route.HEALTH,
                      (request, none) -> {
                        throw error;
                      }),
              64 << 20),
          LoopbackGuard.open(),
          new Scratch(folder));
      Wire.ask(other.uri(), "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertSame(error, uncaught.take());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private Socket connect() throws IOException {
    return connect(front);
  }

  private static Socket connect(HttpFront front) throws IOException {
    Socket socket = new Socket(front.uri().getHost(), front.uri().getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  /// The next line of the answer; empty where there is none.
  private static String line(Socket socket) {
    try {
      StringBuilder line = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      return line.toString().strip();
    } catch (IOException e) {
      return "";
    }
  }
}
