package io.tapevault.witnesses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that keeps every request, and takes it: `{}`.
final class Requests implements AutoCloseable {

  private final HttpServer server;
  private final List<Request> received = new CopyOnWriteArrayList<>();

  private Requests(HttpServer server) {
    this.server = server;
  }

  /// The names of headers are in lower case; the body is of UTF-8.
  record Request(Map<String, String> headers, String body) {}

  static Requests start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Requests requests = new Requests(http);
    http.createContext(
        "/",
        exchange -> {
          Map<String, String> headers = new TreeMap<>();
          exchange
              .getRequestHeaders()
              .forEach(
                  (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
          byte[] body = exchange.getRequestBody().readAllBytes();
          requests.received.add(new Request(headers, new String(body, UTF_8)));
          byte[] answer = "{}".getBytes(UTF_8);
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    http.start();
    return requests;
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
