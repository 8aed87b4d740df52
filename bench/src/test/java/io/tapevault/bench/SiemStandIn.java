package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/// Takes everything, and answers as the SIEM would that its path is named after; what comes over
/// syslog it reads to the end. In a process of its own its CPU is not counted; it prints its ports.
final class SiemStandIn implements AutoCloseable {

  private final HttpServer server;
  private final ServerSocket syslog;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Consumer<Posted> seen;

  private SiemStandIn(HttpServer server, ServerSocket syslog, Consumer<Posted> seen) {
    this.server = server;
    this.syslog = syslog;
    this.seen = seen;
  }

  /// What came, unpacked; over syslog, with a method of that name, and no path.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Posted(String method, String path, boolean packed, byte[] body) {}

  /// Where it is to be reached.
  record Ports(int http, int syslog) {
    static Ports parse(String line) {
      String[] ports = line.split(" ", -1);
      return new Ports(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
    }

    @Override
    public String toString() {
      return http + " " + syslog;
    }
  }

  public static void main(String[] args) throws IOException {
    System.out.println(start(posted -> {}).ports());
  }

  static SiemStandIn start(Consumer<Posted> seen) throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    SiemStandIn siem =
        new SiemStandIn(
            HttpServer.create(new InetSocketAddress(here, 0), 0),
            new ServerSocket(0, 50, here),
            seen);
    siem.server.setExecutor(siem.threads);
    siem.server.createContext("/", siem::answer);
    siem.server.start();
    new Thread(siem::accept).start();
    return siem;
  }

  Ports ports() {
    return new Ports(server.getAddress().getPort(), syslog.getLocalPort());
  }

  private void accept() {
    while (!syslog.isClosed()) {
      try (Socket connection = syslog.accept()) {
        byte[] frames = connection.getInputStream().readAllBytes();
        seen.accept(new Posted("SYSLOG", "", false, frames));
      } catch (IOException e) {
        // The connection is over, or all is.
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readAllBytes();
    }
    boolean packed = body.length > 1 && body[0] == 0x1f && (body[1] & 0xff) == 0x8b;
    byte[] unpacked =
        packed ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
    String path = exchange.getRequestURI().toString();
    String siem = path.substring(1).replaceFirst("[/?].*", "");
    if (!siem.equals("login")) {
      seen.accept(new Posted(exchange.getRequestMethod(), path, packed, unpacked));
    }
    byte[] said = words(siem, new String(unpacked, UTF_8)).getBytes(UTF_8);
    int status =
        switch (siem) {
          case "datadog", "new_relic" -> 202;
          case "loki", "sentinel" -> 204;
          default -> 200;
        };
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(status, said.length == 0 ? -1 : said.length);
    if (said.length > 0) {
      exchange.getResponseBody().write(said);
    }
    exchange.close();
  }

  private static String words(String siem, String body) {
    return switch (siem) {
      case "elasticsearch" ->
          "{\"took\":1,\"errors\":false,\"items\":["
              + each(body, "\n{\"@timestamp\":", "{\"create\":{\"status\":201}}")
              + "]}";
      case "splunk_hec" -> "{\"text\":\"Success\",\"code\":0}";
      case "new_relic" -> "{\"requestId\":\"1\"}";
      case "datadog", "otlp", "secops" -> "{}";
      case "login" -> "{\"access_token\":\"t\",\"expires_in\":3599}";
      case "firehose" ->
          "{\"FailedPutCount\":0,\"RequestResponses\":["
              + each(body, "{\"Data\":", "{\"RecordId\":\"r\"}")
              + "]}";
      case "eventbridge" ->
          "{\"FailedEntryCount\":0,\"Entries\":["
              + each(body, "\"DetailType\":", "{\"EventId\":\"e\"}")
              + "]}";
      case "sqs" ->
          "{\"Successful\":["
              + each(body, "\"MessageBody\":", "{\"Id\":\"#\",\"MessageId\":\"m\"}")
              + "]}";
      case "sns" ->
          "<PublishBatchResponse><PublishBatchResult><Failed/><Successful>"
              + each(body, ".Message=", "<member><Id>#</Id><MessageId>m</MessageId></member>")
                  .replace(",", "")
              + "</Successful></PublishBatchResult></PublishBatchResponse>";
      default -> "";
    };
  }

  /// One for each time that the mark of an event is there; `#` is its place.
  private static String each(String body, String mark, String one) {
    StringBuilder all = new StringBuilder();
    int events = 0;
    for (int at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + 1)) {
      all.append(events == 0 ? "" : ",").append(one.replace("#", Integer.toString(events++)));
    }
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.shutdownNow();
    syslog.close();
  }
}
