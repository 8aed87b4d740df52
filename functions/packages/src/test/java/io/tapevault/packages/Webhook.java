package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A SIEM: takes what is signed rightly (Standard Webhooks), or is down.
public final class Webhook implements AutoCloseable {

  private static final byte[] SECRET = "a secret of 24 characters".getBytes(UTF_8);

  private final HttpServer server;
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private volatile boolean down;

  private Webhook(HttpServer server) {
    this.server = server;
  }

  public static Webhook start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Webhook webhook = new Webhook(HttpServer.create(anyPort, 0));
    webhook.server.createContext("/in", webhook::take);
    webhook.server.start();
    return webhook;
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    boolean signed = signature(exchange, body).equals(header(exchange, "webhook-signature"));
    if (signed && !down) {
      taken.add(body);
    }
    exchange.sendResponseHeaders(down ? 503 : signed ? 204 : 401, -1);
    exchange.close();
  }

  private static String signature(HttpExchange exchange, String body) {
    String signed =
        header(exchange, "webhook-id") + "." + header(exchange, "webhook-timestamp") + "." + body;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return String.valueOf(exchange.getRequestHeaders().getFirst(name));
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in");
  }

  /// As an operator writes it.
  public static String secret() {
    return "whsec_" + Base64.getEncoder().encodeToString(SECRET);
  }

  void isDown(boolean isDown) {
    down = isDown;
  }

  /// The bodies that were taken since the last time.
  List<String> taken() {
    List<String> since = List.copyOf(taken);
    taken.clear();
    return since;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
