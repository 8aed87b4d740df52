package io.tapevault.local;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Log;
import io.tapevault.http.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The routes on a loopback port.
final class HttpFront implements AutoCloseable {

  // Each may hold one unpacked body.
  private static final int MOST_AT_ONCE = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  // A body of events is at most 16 MiB. Uploads may take as long as the server lets any request
  // take.
  private static final Duration POST = Duration.ofSeconds(30);

  static {
    // The JDK's server waits for ever for a slow client unless it is told otherwise, before it is
    // loaded.
    System.setProperty("sun.net.httpserver.maxReqTime", "600");
    System.setProperty("sun.net.httpserver.maxRspTime", "600");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // What a client still sends when it is answered early, so that it comes to read the answer.
    System.setProperty("sun.net.httpserver.drainAmount", Integer.toString(64 << 20));
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("http-timer").factory());
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final Duration post;

  private HttpFront(HttpServer server, Duration post) {
    this.server = server;
    this.post = post;
  }

  /// Takes the port; 0 takes any that is free. Nothing is answered before `serve`.
  static HttpFront bind(int port) throws IOException {
    return bind(port, POST);
  }

  /// `post` is how long a `POST` may take, from its first byte to its answer.
  static HttpFront bind(int port, Duration post) throws IOException {
    return new HttpFront(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0), post);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void serve(Front front) {
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          Future<?> deadline = deadline(exchange);
          try (exchange) {
            answer(exchange, front);
          } catch (IOException e) {
            Log.warn("-", "a client went away, or was too slow: " + e.getMessage());
          } finally {
            deadline.cancel(false);
          }
        });
    server.start();
  }

  // An interrupt closes the connection that the thread reads from.
  private Future<?> deadline(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("POST")
        ? timer.schedule(Thread.currentThread()::interrupt, post.toMillis(), TimeUnit.MILLISECONDS)
        : CompletableFuture.completedFuture(null);
  }

  private void answer(HttpExchange exchange, Front front) throws IOException {
    HttpRequest request = request(exchange);
    if (request.method().equals("PUT")) {
      // It is written to the disk as it comes in, however long that takes.
      write(exchange, front.handle(request));
      return;
    }
    boolean admitted = false;
    try {
      admitted = room.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      write(exchange, admitted ? front.handle(request) : busy(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      write(exchange, busy(request));
    } finally {
      if (admitted) {
        room.release();
      }
    }
  }

  private static HttpResponse busy(HttpRequest request) {
    return new Problem(Problem.Type.UNAVAILABLE, "too many requests at once; try again")
        .response(request.id());
  }

  private static HttpRequest request(HttpExchange exchange) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    URI uri = exchange.getRequestURI();
    return new HttpRequest(
        isHead(exchange) ? "GET" : exchange.getRequestMethod(),
        uri.getRawPath(),
        query(uri.getRawQuery() == null ? "" : uri.getRawQuery()),
        headers,
        exchange.getRequestBody(),
        UUID.randomUUID().toString());
  }

  private static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new HashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query
            .computeIfAbsent(decode(pair.substring(0, equals)), name -> new ArrayList<>())
            .add(decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static void write(HttpExchange exchange, HttpResponse response) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    response.headers().forEach(headers::set);
    long length = response.length();
    if (isHead(exchange)) {
      if (length >= 0) {
        headers.set("content-length", Long.toString(length));
      }
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : Math.max(length, 0));
    if (length != 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        response.content().writeTo(out);
      }
    }
  }

  // What GET would be answered with, without its body.
  private static boolean isHead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("HEAD");
  }

  @Override
  public void close() {
    server.stop(1);
    threads.close();
    timer.shutdownNow();
  }
}
