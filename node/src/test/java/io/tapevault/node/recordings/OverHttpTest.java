package io.tapevault.node.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.node.disk.LocalDisk;
import io.tapevault.node.recordings.store.Bandwidth;
import io.tapevault.node.recordings.store.VaultStore;
import io.tapevault.node.vault.Auth;
import io.tapevault.node.vault.HttpVaultClient;
import io.tapevault.node.vault.VaultClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the client that is shipped, and a server that stands for the vault and its bucket.
final class OverHttpTest {

  /// Does something else with an upload; false where the bucket is to take it.
  private interface Instead {
    boolean handles(HttpExchange upload) throws IOException;
  }

  @TempDir Path folder;
  private Bench bench;
  private HttpServer server;
  private volatile Instead instead = upload -> false;
  private final List<String> log = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    bench = new Bench(folder, 1);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
    bench.vault.bucket = uri().toString();
    bench.store =
        new VaultStore(
            new HttpVaultClient(
                uri(), new Auth.None(), Map.of(), HttpVaultClient.Surroundings.of(log::add)),
            "web-1",
            new Bandwidth(System::nanoTime, Thread::sleep, () -> Long.MAX_VALUE));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (method.equals("PUT") && instead.handles(exchange)) {
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      Answer.Said said;
      synchronized (bench.vault) {
        said =
            (Answer.Said)
                (method.equals("PUT")
                    ? bench.vault.send(
                        method,
                        uri().resolve(path),
                        Map.of(
                            "if-none-match",
                            exchange.getRequestHeaders().getFirst("if-none-match")),
                        BodyPublishers.ofByteArray(body))
                    : bench.vault.ask(method, path, Map.of(), body));
      }
      byte[] answer = said.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(said.status(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private Recordings node() {
    return new Recordings(
        new Surroundings(new LocalDisk(), () -> bench.now, bench.random, log::add),
        new Recordings.Folders(List.of(bench.spool), bench.state),
        new Events(bench.vault, "web-1"),
        () -> new Settings(Optional.empty(), 2, Policy.DEFAULT, bench.store));
  }

  @Test
  void a_part_that_broke_off_is_sent_again_from_its_beginning()
      throws IOException, InterruptedException {
    byte[] bytes = bench.random(12 << 20);
    bench.put(Bench.SID + ".tar", bytes);
    bench.vault.partsFrom = 1;
    bench.vault.partSize = 8 << 20;
    AtomicInteger resets = new AtomicInteger();
    instead =
        upload -> {
          boolean reset = resets.get() < 2;
          if (reset) {
            resets.incrementAndGet();
            upload.getRequestBody().readNBytes(1 << 20);
          }
          return reset;
        };
    bench.run(node(), Duration.ofMinutes(5));
    assertArrayEquals(bytes, bench.vault.recordings.get(Bench.SID), log::toString);
    assertEquals(2, resets.get());
    assertEquals(Map.of(), bench.left());
  }

  @Test
  void a_redirect_is_never_success_and_the_body_goes_nowhere_else()
      throws IOException, InterruptedException {
    HttpServer elsewhere = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
    List<String> came = new CopyOnWriteArrayList<>();
    elsewhere.createContext(
        "/",
        exchange -> {
          came.add(exchange.getRequestMethod());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    elsewhere.start();
    try {
      Path file = bench.put(Bench.SID + ".tar", bench.random(1000));
      String other = "127.0.0.2:" + elsewhere.getAddress().getPort();
      AtomicInteger answers = new AtomicInteger();
      instead =
          upload -> {
            boolean temporary = answers.getAndIncrement() % 2 == 0;
            upload.getResponseHeaders().set("Location", "http://" + other + "/same");
            if (!temporary) {
              upload.getResponseHeaders().set("x-amz-bucket-region", "eu-central-1");
            }
            upload.getRequestBody().readAllBytes();
            upload.sendResponseHeaders(temporary ? 307 : 301, -1);
            return true;
          };
      bench.run(node(), Duration.ofMinutes(1));
      assertTrue(answers.get() >= 2);
      assertEquals(List.of(), came);
      assertTrue(Files.exists(file));
      assertEquals(Map.of(), bench.vault.recordings);
      String said = String.join("\n", log);
      assertTrue(said.contains(other) && said.contains(uri().getAuthority()), said);
      assertTrue(said.contains("eu-central-1"), said);
    } finally {
      elsewhere.stop(0);
    }
  }

  @Test
  void what_is_under_way_when_the_node_is_to_end_comes_to_its_end()
      throws IOException, InterruptedException {
    byte[] bytes = bench.random(1000);
    bench.put("a.tar", bytes, Bench.START);
    bench.put("b.tar", bench.random(1000), Bench.START.plusSeconds(1));
    bench.put("c.tar", bench.random(1000), Bench.START.plusSeconds(2));
    CountDownLatch under = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    instead =
        upload -> {
          under.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return false;
        };
    Recordings node = node();
    Thread running = bench.start(node);
    under.await();
    assertEquals(2, node.uploads().now().size());
    Thread ending = Thread.ofPlatform().start(node::close);
    running.join();
    assertTrue(ending.isAlive());
    go.countDown();
    ending.join();
    assertArrayEquals(bytes, bench.vault.recordings.get("a"));
    assertEquals(List.of("a", "b"), List.copyOf(bench.vault.recordings.keySet()));
    assertFalse(Files.exists(bench.spool.resolve("a.tar")));
    assertEquals(List.of("spool/c.tar"), List.copyOf(bench.left().keySet()));
  }
}
