import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Begins a function, which rehearses what it does, and ends it when it asks for its first event:
/// its JVM writes the cache then. One server plays Lambda's runtime API, and every service of AWS,
/// which knows of nothing.
final class Training {

  private static final String NEXT = "/2018-06-01/runtime/invocation/next";
  private static final int MINUTES = 3;
  // A form, and no secret of anybody's.
  private static final String SECRET = "whsec_" + "AAAA".repeat(8);

  private Training() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().equals(NEXT)) {
            begun.countDown();
          } else {
            answer(exchange);
          }
        });
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
    String here = "127.0.0.1:" + server.getAddress().getPort();
    ProcessBuilder builder = new ProcessBuilder("./start", args[0]).inheritIO();
    builder.environment().putAll(variables(here));
    Process function = builder.start();
    boolean asked = begun.await(MINUTES, TimeUnit.MINUTES);
    function.destroy();
    boolean ended = function.waitFor(MINUTES, TimeUnit.MINUTES);
    server.stop(0);
    Path cache = Path.of("function.aot");
    if (!asked || !ended || !Files.exists(cache)) {
      System.err.println(args[0] + " did not begin, or left no " + cache + "; see above");
      System.exit(1);
    }
    System.out.println(args[0] + ": " + (Files.size(cache) >> 20) + " MB of cache");
    System.exit(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] nothing =
          switch (exchange.getRequestMethod()) {
            case "POST" -> "{\"Items\":[],\"Count\":0,\"Responses\":[{}]}".getBytes(UTF_8);
            case "GET" -> "<ListVersionsResult/>".getBytes(UTF_8);
            default -> new byte[0];
          };
      boolean list = String.valueOf(exchange.getRequestURI().getQuery()).contains("versions");
      exchange.sendResponseHeaders(
          exchange.getRequestMethod().equals("POST") || list ? 200 : 404,
          nothing.length == 0 ? -1 : nothing.length);
      exchange.getResponseBody().write(nothing);
    }
  }

  /// Every variable that a function may need, and those that Lambda sets.
  private static Map<String, String> variables(String here) {
    String queue = "http://" + here + "/0/soc";
    String aws = "?region=us-east-1&insecure=true&endpoint=" + here;
    return Map.ofEntries(
        Map.entry("TAPEVAULT_JAVA_OPTIONS", "-XX:AOTCacheOutput=function.aot"),
        Map.entry("AWS_LAMBDA_RUNTIME_API", here),
        Map.entry("AWS_LAMBDA_FUNCTION_NAME", "training"),
        Map.entry("AWS_LAMBDA_LOG_FORMAT", "JSON"),
        Map.entry("AWS_REGION", "us-east-1"),
        Map.entry("AWS_ACCESS_KEY_ID", "nobody"),
        Map.entry("AWS_SECRET_ACCESS_KEY", "nothing"),
        Map.entry("TAPEVAULT_EVENTS_URI", "dynamodb://events" + aws),
        Map.entry("TAPEVAULT_SESSIONS_URI", "s3://bucket/recordings" + aws),
        Map.entry("TAPEVAULT_RETENTION", "365d"),
        Map.entry("TAPEVAULT_CONFIG_URI", "ssm:///tapevault/config?endpoint=http://" + here),
        Map.entry("TAPEVAULT_INDEX_QUEUE_URL", queue),
        Map.entry("TAPEVAULT_QUEUE_URL", queue + ".fifo"),
        Map.entry("TAPEVAULT_QUEUE_URLS", queue + ".fifo"),
        Map.entry("TAPEVAULT_UNSENT_URI", "s3://bucket/unsent" + aws),
        Map.entry("TAPEVAULT_BEGINS", "now"),
        Map.entry("TAPEVAULT_OBJECT_LOCK", "0d"),
        Map.entry("TAPEVAULT_SINKS", "soc"),
        Map.entry("TAPEVAULT_SINK", "{\"name\":\"soc\",\"webhook\":\"http://" + here + "/\",\"secret\":\"" + SECRET + "\"}"));
  }
}
