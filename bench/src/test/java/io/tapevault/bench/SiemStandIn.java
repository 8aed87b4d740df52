package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/// In a process of its own, so that its CPU is not counted: takes everything, and answers as the
/// SIEM would that its path is named after. Prints its port.
final class SiemStandIn {

  private SiemStandIn() {}

  public static void main(String[] args) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(2));
    server.createContext("/", SiemStandIn::answer);
    server.start();
    System.out.println(server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readAllBytes();
    }
    String path = exchange.getRequestURI().getPath();
    byte[] said =
        switch (path.substring(1).replaceFirst("/.*", "")) {
          case "elasticsearch" -> items(body).getBytes(UTF_8);
          case "splunk_hec" -> "{\"text\":\"Success\",\"code\":0}".getBytes(UTF_8);
          case "new_relic" -> "{\"requestId\":\"1\"}".getBytes(UTF_8);
          case "datadog", "otlp" -> "{}".getBytes(UTF_8);
          default -> new byte[0];
        };
    int status =
        switch (path.substring(1).replaceFirst("/.*", "")) {
          case "datadog", "new_relic" -> 202;
          case "loki" -> 204;
          default -> 200;
        };
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(status, said.length == 0 ? -1 : said.length);
    if (said.length > 0) {
      exchange.getResponseBody().write(said);
    }
    exchange.close();
  }

  /// One for each second line.
  private static String items(byte[] body) throws IOException {
    long lines;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      lines = new String(in.readAllBytes(), UTF_8).lines().count();
    }
    String one = "{\"create\":{\"status\":201}}";
    return "{\"took\":1,\"errors\":false,\"items\":["
        + (one + ",").repeat((int) lines / 2 - 1)
        + one
        + "]}";
  }
}
