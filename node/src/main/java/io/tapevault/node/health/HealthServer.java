package io.tapevault.node.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// `/metrics` and `/status` on a loopback port, for programs of this machine and for no page.
public final class HealthServer implements AutoCloseable {

  private static final Set<String> OUR_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int MOST_AT_ONCE = 4;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(MOST_AT_ONCE);

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  public static HealthServer start(InetSocketAddress address, Supplier<Report> report)
      throws IOException {
    HealthServer health = new HealthServer(HttpServer.create(address, 10));
    health.server.setExecutor(health.threads);
    health.server.createContext("/", exchange -> answer(exchange, report));
    health.server.start();
    return health;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Supplier<Report> report) throws IOException {
    try (exchange) {
      if (!isFromHere(exchange)) {
        send(exchange, 403, "text/plain", "for programs of this machine\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "GET\n");
      } else {
        switch (exchange.getRequestURI().getPath()) {
          case "/metrics" ->
              send(exchange, 200, "text/plain; version=0.0.4", report.get().metrics());
          case "/status" ->
              send(
                  exchange,
                  200,
                  "application/json",
                  new String(Json.object(report.get()::writeTo), UTF_8) + "\n");
          default -> send(exchange, 404, "text/plain", "/metrics or /status\n");
        }
      }
    }
  }

  /// A page that a browser was led to has an origin, or another name for this machine.
  private static boolean isFromHere(HttpExchange exchange) {
    String host =
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Host"), "localhost");
    String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    return OUR_NAMES.contains(name) && exchange.getRequestHeaders().getFirst("Origin") == null;
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
