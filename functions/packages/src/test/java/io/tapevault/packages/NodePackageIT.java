package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.event.StoredEvent;
import io.tapevault.function.ingest.IngestFunction;
import io.tapevault.function.playback.IndexFunction;
import io.tapevault.node.Node;
import io.tapevault.node.NodeConfig;
import io.tapevault.node.health.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node that ships to the functions that are deployed, behind a gateway, and by their tickets to
/// an S3.
@OnLinux
@Timeout(180)
final class NodePackageIT {

  private static final String SMALL = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  // From 64 MiB on it goes in parts.
  private static final String LARGE = "9c1d5f0e-3b7a-4c55-8a20-6d1f4e7b9a02";
  private static final int MANY = (64 << 20) + 70_000;

  @TempDir private Path folder;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @Test
  void recordings_go_in_one_put_and_in_parts_and_are_in_the_bucket_once_byte_for_byte()
      throws Exception {
    Path spool = Files.createDirectory(folder.resolve("spool"));
    Map<String, byte[]> recordings =
        Map.of(SMALL, Samples.recording(SMALL + ".2018.tar"), LARGE, random(MANY));
    for (Map.Entry<String, byte[]> one : recordings.entrySet()) {
      Path file = Files.write(spool.resolve(one.getKey() + ".tar"), one.getValue());
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
    try (Aws aws = Aws.start()) {
      FunctionProcess ingest = aws.function(IngestFunction.class, Map.of());
      FunctionProcess index = aws.function(IndexFunction.class, Map.of());
      HttpServer gateway = gateway(ingest);
      try (Node node = Node.start(config(gateway, spool), Map.of(), log::add)) {
        for (Progress now = recordings(node); now.confirmed() < 2; now = recordings(node)) {
          Thread.sleep(500);
          for (String sid : recordings.keySet()) {
            if (aws.objects().contains("recordings/" + sid + ".tar")) {
              index.invoke(arrival(sid));
            }
          }
        }
      } finally {
        gateway.stop(0);
      }
      for (Map.Entry<String, byte[]> one : recordings.entrySet()) {
        assertEquals(
            Aws.sha256(one.getValue()), Aws.sha256(aws.recording(one.getKey())), one.getKey());
        assertEquals(
            List.of("session.upload"),
            aws.session(one.getKey()).stream()
                .map(StoredEvent::event)
                .map(event -> event.type())
                .filter("session.upload"::equals)
                .toList());
      }
    }
    try (Stream<Path> left = Files.list(spool)) {
      assertEquals(List.of(), left.toList());
    }
    List<String> completed = asked.stream().filter(one -> one.endsWith("/complete")).toList();
    assertEquals(1, completed.size(), asked::toString);
    assertTrue(completed.getFirst().contains(LARGE), asked::toString);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private NodeConfig config(HttpServer gateway, Path spool) throws IOException {
    return NodeConfig.read(
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            vault: http://127.0.0.1:%d
            node: web-1
            state: %s
            recordings: [%s]
            metrics: 127.0.0.1:0
            """
                .formatted(gateway.getAddress().getPort(), folder.resolve("state"), spool)),
        Map.of());
  }

  private static Progress recordings(Node node) {
    return node.report().parts().getOrDefault("recordings", Progress.NONE);
  }

  private static byte[] arrival(String sid) throws IOException {
    return new String(Samples.envelope("sqs-recordings.json"), UTF_8)
        .replace(SMALL, sid)
        .getBytes(UTF_8);
  }

  private HttpServer gateway(FunctionProcess function) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Gateway gateway = new Gateway(function);
    server.createContext("/", exchange -> answer(exchange, gateway));
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange, Gateway gateway) throws IOException {
    try (exchange) {
      Map<String, String> headers = new HashMap<>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      String path = exchange.getRequestURI().getPath();
      asked.add(exchange.getRequestMethod() + " " + path);
      byte[] body = exchange.getRequestBody().readAllBytes();
      APIGatewayProxyResponseEvent answer;
      synchronized (gateway) {
        answer =
            gateway.pass(
                Gateway.request(exchange.getRequestMethod(), path)
                    .withHeaders(headers)
                    .withBody(Base64.getEncoder().encodeToString(body))
                    .withIsBase64Encoded(true));
      }
      byte[] bytes = answer.getBody() == null ? new byte[0] : answer.getBody().getBytes(UTF_8);
      answer.getHeaders().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.getStatusCode(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
