package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lambda's Runtime API, for one process: what is asked of the process, and what it answers.
///
/// One each, because the last long poll of a process that is gone would swallow an invocation.
final class RuntimeApi implements AutoCloseable {

  private static final String ROOT = "/2018-06-01/runtime/";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  // Longer than what the delivering function keeps in reserve.
  private static final Duration TIME_OF_A_FUNCTION = Duration.ofMinutes(2);

  private final CompletableFuture<byte[]> ready = new CompletableFuture<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private final Map<String, Invocation> running = new ConcurrentHashMap<>();
  private final CompletableFuture<byte[]> initError = new CompletableFuture<>();
  private final CompletableFuture<byte[]> end = new CompletableFuture<>();

  private RuntimeApi(HttpServer server) {
    this.server = server;
  }

  private record Invocation(String id, Envelope envelope, CompletableFuture<byte[]> answer) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Envelope(byte[] bytes) {}

  static RuntimeApi start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    RuntimeApi api = new RuntimeApi(HttpServer.create(anyPort, 0));
    api.server.createContext(ROOT, api::handle);
    api.server.setExecutor(api.threads);
    api.server.start();
    return api;
  }

  /// As the runtime client wants it told.
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// Sends an envelope to the function. An [IllegalStateException] says why there is no answer.
  byte[] invoke(byte[] envelope) {
    String id = UUID.randomUUID().toString();
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    var _ = initError.thenAccept(error -> answer.completeExceptionally(failure("init", error)));
    var _ = end.whenComplete((none, why) -> answer.completeExceptionally(why));
    waiting.add(new Invocation(id, new Envelope(envelope), answer));
    return within(PATIENCE, answer);
  }

  /// Waits until the function has begun and asks for its first envelope.
  void awaitReady() {
    var _ = end.whenComplete((none, why) -> ready.completeExceptionally(why));
    var _ = initError.thenAccept(error -> ready.completeExceptionally(failure("init", error)));
    var _ = within(PATIENCE, ready);
  }

  /// What the function says when it cannot begin.
  String initError() {
    var _ = end.whenComplete((none, why) -> initError.completeExceptionally(why));
    return new String(within(PATIENCE, initError), UTF_8);
  }

  /// The process is gone: nobody will answer any more.
  void gone(String why) {
    end.completeExceptionally(new IllegalStateException(why));
  }

  private static byte[] within(Duration patience, CompletableFuture<byte[]> answer) {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer within " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().substring(ROOT.length()).split("/", -1);
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (path[path.length - 1]) {
      case "next" -> next(exchange);
      case "response" -> {
        invocation(path[1]).answer().complete(body);
        send(exchange, 202, new byte[0]);
      }
      case "error" -> {
        if (path[0].equals("init")) {
          initError.complete(body);
        } else {
          invocation(path[1]).answer().completeExceptionally(failure("invocation", body));
        }
        send(exchange, 202, new byte[0]);
      }
      default -> send(exchange, 404, new byte[0]);
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    ready.complete(new byte[0]);
    Invocation next;
    try {
      next = waiting.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
      return;
    }
    running.put(next.id(), next);
    long deadline = System.currentTimeMillis() + TIME_OF_A_FUNCTION.toMillis();
    exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", next.id());
    exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
    exchange
        .getResponseHeaders()
        .set(
            "Lambda-Runtime-Invoked-Function-Arn",
            "arn:aws:lambda:us-east-1:210987654321:function:tapevault:live");
    exchange
        .getResponseHeaders()
        .set(
            "Lambda-Runtime-Trace-Id",
            "Root=1-6b0320a2-7f1c0d9e8b5a4c3d2e1f0a9b;Parent=53995c3f42cd8ad8;Sampled=0");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, 200, next.envelope().bytes());
  }

  private Invocation invocation(String id) throws IOException {
    Invocation invocation = running.remove(id);
    if (invocation == null) {
      throw new IOException("there is no invocation " + id);
    }
    return invocation;
  }

  private static IllegalStateException failure(String of, byte[] error) {
    return new IllegalStateException(of + " failed: " + new String(error, UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
