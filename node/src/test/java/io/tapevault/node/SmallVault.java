package io.tapevault.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.event.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// As much of a vault as a node needs, over HTTP: settings, events, and recordings in one PUT.
final class SmallVault implements AutoCloseable {

  final Map<String, byte[]> recordings = new ConcurrentHashMap<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  volatile String mode;
  private final HttpServer server;

  SmallVault(String mode) throws IOException {
    this.mode = mode;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      switch (path[path.length - 1]) {
        case "config" -> config(exchange);
        case "events" -> send(exchange, event(body));
        case "uploads" -> send(exchange, announced(path[3]));
        default -> {
          recordings.putIfAbsent(path[1], body);
          send(exchange, "");
        }
      }
    }
  }

  private void config(HttpExchange exchange) throws IOException {
    String now = mode;
    exchange.getResponseHeaders().set("ETag", "\"" + now + "\"");
    if (("\"" + now + "\"").equals(exchange.getRequestHeaders().getFirst("if-none-match"))) {
      exchange.sendResponseHeaders(304, -1);
    } else {
      send(exchange, "{\"session_recording\":\"" + now + "\"}");
    }
  }

  private String event(byte[] body) {
    events.add(new String(body, UTF_8));
    return "{\"accepted\":1,\"duplicates\":0,\"refused\":[]}";
  }

  private String announced(String sid) {
    byte[] there = recordings.get(sid);
    return there == null
        ? "{\"method\":\"PUT\",\"url\":\"" + uri() + "/" + sid + "/put\",\"headers\":{}}"
        : "{\"stored\":{\"size\":%d,\"sha256\":\"%s\"}}".formatted(there.length, Sha256.of(there));
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
