package io.tapevault.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A SIEM in the test's own process, which outlives the vault. Until it is well it answers 503 to
/// whatever comes.
final class Webhook implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Set<String> uids = ConcurrentHashMap.newKeySet();
  private volatile boolean well;

  private Webhook(HttpServer server) {
    this.server = server;
  }

  static Webhook start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Webhook webhook = new Webhook(server);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            JsonNode batch = JSON.readTree(exchange.getRequestBody());
            boolean taken = webhook.well;
            if (taken) {
              batch.forEach(event -> webhook.uids.add(event.path("uid").asText()));
            }
            exchange.sendResponseHeaders(taken ? 204 : 503, -1);
          }
        });
    server.start();
    return webhook;
  }

  void recover() {
    well = true;
  }

  Set<String> uids() {
    return uids;
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
