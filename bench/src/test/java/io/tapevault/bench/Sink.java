package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tapevault.recording.PartPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An endpoint that throws away what is uploaded, and a vault that gives tickets for it.
final class Sink implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final URI uri;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> whole = new ConcurrentHashMap<>();
  private final AtomicLong first = new AtomicLong();
  private final AtomicLong last = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger events = new AtomicInteger();
  private long bytesPerSecond = Long.MAX_VALUE;
  private long free;

  private Sink(HttpServer server, URI uri) {
    this.server = server;
    this.uri = uri;
  }

  static Sink http() throws IOException {
    HttpServer server = HttpServer.create(address(), 0);
    return start(server, "http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// With the certificate in a key store.
  static Sink https(Path keys, String password) throws Exception {
    KeyStore store = KeyStore.getInstance(keys.toFile(), password.toCharArray());
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(store, password.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keyManagers.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return start(server, "https://localhost:" + server.getAddress().getPort());
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static Sink start(HttpServer server, String uri) {
    Sink sink = new Sink(server, URI.create(uri));
    server.setExecutor(sink.threads);
    server.createContext("/put/", sink::swallow);
    server.createContext("/v1/recordings/", sink::ticket);
    server.createContext("/v1/events", sink::event);
    server.start();
    return sink;
  }

  /// As behind a network that takes so many bytes a second.
  synchronized void atMost(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  private void pass(int bytes) throws InterruptedIOException {
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      wait = free - now;
      free = Math.max(free, now) + (long) (1e9 * bytes / bytesPerSecond);
    }
    try {
      TimeUnit.NANOSECONDS.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  URI uri() {
    return uri;
  }

  /// How many posts of events came.
  int events() {
    return events.get();
  }

  /// How many recordings are there, whole.
  int recordings() {
    return whole.size();
  }

  /// Forgets what came.
  void reset() {
    whole.clear();
    first.set(0);
    last.set(0);
    bytes.set(0);
  }

  /// From the first byte of the first upload to the last of the last.
  double seconds() {
    return (last.get() - first.get()) / 1e9;
  }

  long bytes() {
    return bytes.get();
  }

  private void swallow(HttpExchange exchange) throws IOException {
    first.compareAndSet(0, System.nanoTime());
    byte[] buffer = new byte[256 << 10];
    try (InputStream in = exchange.getRequestBody()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes.addAndGet(read);
        pass(read);
      }
    }
    last.accumulateAndGet(System.nanoTime(), Math::max);
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private void event(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    events.incrementAndGet();
    answer(exchange, "{\"accepted\":1}");
  }

  private void ticket(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
    long size = asked.path("size").asLong();
    String stored =
        "{\"stored\":{\"size\":%d,\"sha256\":\"%s\"}}"
            .formatted(size, asked.path("sha256").asText());
    if (path.endsWith("/complete")) {
      whole.put(path.replace("/x/complete", ""), stored);
      answer(exchange, stored);
    } else if (path.endsWith("/parts")) {
      answer(
          exchange,
          asked
              .path("parts")
              .valueStream()
              .map(part -> "{\"number\":%d,%s}".formatted(part.path("number").asInt(), put()))
              .collect(Collectors.joining(",", "{\"parts\":[", "]}")));
    } else {
      answer(
          exchange,
          whole.getOrDefault(
              path,
              "{\"upload\":{\"id\":\"x\",\"part_size\":%d,\"parts\":[]}}"
                  .formatted(PartPlan.DEFAULT.partSize(size))));
    }
  }

  private String put() {
    return "\"method\":\"PUT\",\"url\":\"" + uri.resolve("/put/x") + "\",\"headers\":{}";
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] answer = json.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /// A key for `localhost` in a key store, and its certificate as PEM beside it.
  static Path keys(Path folder, String password) throws IOException, InterruptedException {
    Path keys = folder.resolve("keys.p12");
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> store = List.of("-alias", "sink", "-keystore", keys.toString(), "-storepass");
    run(
        tool,
        "-genkeypair",
        store,
        password,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1");
    run(
        tool,
        "-exportcert",
        store,
        password,
        "-rfc",
        "-file",
        folder.resolve("sink.pem").toString());
    return keys;
  }

  private static void run(String tool, String command, List<String> store, String... words)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(tool, command));
    all.addAll(store);
    all.addAll(List.of(words));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
