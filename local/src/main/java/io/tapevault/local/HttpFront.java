package io.tapevault.local;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.wire.Log;
import io.tapevault.wire.http.HttpRequest;
import io.tapevault.wire.http.HttpResponse;
import io.tapevault.wire.http.Problem;
import io.tapevault.wire.http.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The routes on a loopback port.
final class HttpFront implements AutoCloseable {

  // Each may hold one unpacked body.
  private static final int MOST_AT_ONCE = 16;
  private static final int PATIENCE_SECONDS = 10;

  static {
    // The JDK's server waits for ever for a slow client unless it is told otherwise, before it is loaded.
    System.setProperty("sun.net.httpserver.maxReqTime", "600");
    System.setProperty("sun.net.httpserver.maxRspTime", "600");
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);

  private HttpFront(HttpServer server) {
    this.server = server;
  }

  /// Takes the port; 0 takes any that is free. Nothing is answered before `serve`.
  static HttpFront bind(int port) throws IOException {
    return new HttpFront(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void serve(Routes routes) {
    server.setExecutor(threads);
    server.createContext("/", exchange -> {
      try (exchange) {
        answer(exchange, routes);
      } catch (IOException e) {
        Log.warn("-", "a client went away: " + e.getMessage());
      }
    });
    server.start();
  }

  private void answer(HttpExchange exchange, Routes routes) throws IOException {
    HttpRequest request = request(exchange);
    boolean admitted = false;
    try {
      admitted = room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
      write(exchange, admitted ? routes.handle(request) : busy(request));
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
    return new Problem(Problem.Type.UNAVAILABLE, "too many requests at once; try again").response(request.id());
  }

  private static HttpRequest request(HttpExchange exchange) {
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    URI uri = exchange.getRequestURI();
    return new HttpRequest(
        exchange.getRequestMethod(),
        uri.getRawPath(),
        query(uri.getRawQuery() == null ? "" : uri.getRawQuery()),
        headers,
        exchange.getRequestBody(),
        UUID.randomUUID().toString());
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
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
    exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : Math.max(length, 0));
    if (length != 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        response.content().writeTo(out);
      }
    }
  }

  @Override
  public void close() {
    server.stop(1);
    threads.close();
  }
}
