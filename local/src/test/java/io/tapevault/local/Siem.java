package io.tapevault.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.forwarding.SinkSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A webhook on this machine that answers as it is told, and remembers what it took, in the order
/// in which it did.
public final class Siem implements AutoCloseable {

  private final HttpServer server;
  private final List<JsonNode> taken = new ArrayList<>();
  private volatile Function<List<JsonNode>, Integer> answer;

  private Siem(HttpServer server, Function<List<JsonNode>, Integer> answer) {
    this.server = server;
    this.answer = answer;
  }

  public static Siem start(Function<List<JsonNode>, Integer> answer) throws IOException {
    return start(0, answer);
  }

  /// `answer` gives the status for a batch.
  public static Siem start(int port, Function<List<JsonNode>, Integer> answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    Siem siem = new Siem(server, answer);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            List<JsonNode> batch = new ArrayList<>();
            Samples.json(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                .forEach(batch::add);
            int status = siem.answer.apply(batch);
            if (status / 100 == 2) {
              siem.take(batch);
            }
            exchange.sendResponseHeaders(status, -1);
          }
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return siem;
  }

  public void answer(Function<List<JsonNode>, Integer> other) {
    answer = other;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public SinkSpec named(String name) {
    return SinkSpec.webhook(name, URI.create("http://127.0.0.1:" + port() + "/events"), null);
  }

  private synchronized void take(List<JsonNode> batch) {
    taken.addAll(batch);
  }

  /// The `uid`s of what it took, each where it came first.
  synchronized List<String> uids() {
    return taken.stream().map(event -> event.path("uid").asText()).distinct().toList();
  }

  /// Waits until it has taken so many different events.
  public List<String> await(int count) throws InterruptedException {
    for (int i = 0; i < 300 && uids().size() < count; i++) {
      Thread.sleep(100);
    }
    return uids();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
