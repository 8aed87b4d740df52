package io.tapevault.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.search.AuditSearchEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A SIEM for the demo: takes events by webhook and remembers which.
final class DemoWebhook implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Set<String> events = ConcurrentHashMap.newKeySet();

  private DemoWebhook(HttpServer server) {
    this.server = server;
  }

  static DemoWebhook start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    DemoWebhook webhook = new DemoWebhook(server);
    server.createContext(
        "/events",
        exchange -> {
          try (exchange) {
            for (JsonNode event : JSON.readTree(exchange.getRequestBody())) {
              if (!event.path("event").asText().equals(AuditSearchEvent.TYPE)) {
                webhook.events.add(event.path("uid").asText(event.toString()));
              }
            }
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.start();
    return webhook;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events");
  }

  /// How many different events have been delivered, beside those that tell of our own searches.
  int delivered() {
    return events.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
