package io.tapevault.siem.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// A receiver on this machine that answers as it is told to, well or badly, and remembers what it
/// was sent.
final class Siem implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  final List<Request> requests = new CopyOnWriteArrayList<>();
  final AtomicLong written = new AtomicLong();

  record Request(String method, String path, Headers headers, String body) {
    String header(String name) {
      return headers.getFirst(name);
    }
  }

  /// How one request is answered.
  interface Behaviour {
    void answer(HttpExchange exchange, Request request) throws IOException, InterruptedException;
  }

  Siem(Behaviour behaviour) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Request request =
                new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            requests.add(request);
            behaviour.answer(exchange, request);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?tenant=7";
  }

  static Behaviour status(int status) {
    return (exchange, request) -> exchange.sendResponseHeaders(status, -1);
  }

  static Behaviour status(int status, String header, String value) {
    return (exchange, request) -> {
      exchange.getResponseHeaders().set(header, value);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  static Behaviour silent() {
    return (exchange, request) -> Thread.sleep(60_000);
  }

  static Behaviour hangingUp() {
    return (exchange, request) -> {};
  }

  /// 200 at once, then a byte now and then, without end.
  static Behaviour dripping() {
    return (exchange, request) -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        while (true) {
          body.write('.');
          body.flush();
          Thread.sleep(20);
        }
      }
    };
  }

  /// 200 and as much as the other side can bear, up to 1 GB.
  Behaviour flooding() {
    return (exchange, request) -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        byte[] block = new byte[1 << 16];
        for (int i = 0; i < 1 << 14; i++) {
          body.write(block);
          written.addAndGet(block.length);
        }
      }
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
