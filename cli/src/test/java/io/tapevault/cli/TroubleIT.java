package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged command, as the launcher starts it, on a machine that is not at its best.
@Timeout(180)
final class TroubleIT {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;

  @Test
  void few_descriptors() throws Exception {
    String data = folder.resolve("data").toString();
    List<Socket> sockets = new ArrayList<>();
    try (Jar local = Jar.limited(folder, "-n 256", "local", "--port", "0", "--data", data)) {
      URI uri = local.uri();
      int served = 0;
      int refused = 0;
      for (int i = 0; i < 400; i++) {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        if (isServed(socket)) {
          served++;
        } else {
          refused++;
        }
      }
      assertTrue(served >= 50 && refused >= 50, served + " served, " + refused + " refused");
      Duration before = local.cpu();
      Thread.sleep(3_000);
      Duration idle = local.cpu().minus(before);
      assertTrue(idle.toMillis() < 1_000, idle + " of work for nobody");
      for (Socket socket : sockets) {
        socket.close();
      }
      assertEquals(1, post(new Vault(uri), "after"));
      assertEquals("", local.said());
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void so_few_descriptors_that_hardly_anybody_is_served_are_said() throws Exception {
    String data = folder.resolve("data").toString();
    try (Jar local = Jar.limited(folder, "-n 100", "local", "--port", "0", "--data", data)) {
      assertEquals(1, post(new Vault(local.uri()), "one"));
      String said = local.said();
      assertTrue(said.contains("this process may open 100 files"), said);
    }
  }

  /// A connection that was closed at once is refused.
  private static boolean isServed(Socket socket) {
    try {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      return socket.getInputStream().read() == 'H';
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void temporary_files() throws Exception {
    String data = folder.resolve("data").toString();
    for (int i = 0; i < 3; i++) {
      try (Jar local = Jar.start(folder, "local", "--port", "0", "--data", data);
          Socket upload = new Socket()) {
        Vault vault = new Vault(local.uri());
        assertEquals(1, post(vault, "u" + i));
        beginUpload(vault, upload);
        local.signal("KILL");
        assertEquals(137, local.exit());
      }
    }
    assertEquals(1, entries("data/tmp").size(), "the killed ones left something");
    try (Jar demo = Jar.start(folder, "demo", "--keep")) {
      demo.await(Pattern.compile("stays up"));
      demo.signal("KILL");
      assertEquals(137, demo.exit());
    }
    assertEquals(1, ours(entries("tmp")).size(), "the demo's folder");
    try (Jar demo = Jar.start(folder, "demo");
        Jar local = Jar.start(folder, "local", "--port", "0", "--data", data)) {
      assertEquals(0, demo.exit(), demo.said());
      assertEquals(3, new Vault(local.uri()).events().size());
      assertEquals(1, entries("data/tmp").size(), "only of the one that runs");
      assertEquals(List.of(), entries("data/recordings"));
      assertEquals(
          List.of(), entries("tmp").stream().filter(name -> !name.startsWith("hsperf")).toList());
      local.signal("TERM");
      local.exit();
    }
    assertEquals(List.of(), entries("data/tmp"));
  }

  /// Half of a recording arrives.
  private void beginUpload(Vault vault, Socket socket) throws Exception {
    String url =
        vault
            .post(
                "/v1/recordings/" + SID + "/uploads",
                "{\"size\":1000000,\"sha256\":\"" + "0".repeat(64) + "\"}")
            .path("url")
            .asText();
    socket.connect(new InetSocketAddress(vault.uri().getHost(), vault.uri().getPort()));
    String head =
        "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
            .formatted(url.substring(vault.uri().toString().length()));
    socket.getOutputStream().write(head.getBytes(UTF_8));
    socket.getOutputStream().write(new byte[500_000]);
    for (int i = 0; i < 200 && entries("data/recordings").isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertEquals(1, entries("data/recordings").size(), "nothing is being written");
  }

  private List<String> entries(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static List<String> ours(List<String> names) {
    return names.stream().filter(name -> name.startsWith("tapevault")).toList();
  }

  @Test
  void memory_members() throws Exception {
    StringBuilder event = new StringBuilder("{\"event\":\"x\"");
    for (int i = 0; event.length() < (16 << 20) - 20; i++) {
      event.append(",\"").append(i).append("\":1");
    }
    String data = folder.resolve("data").toString();
    try (Jar local = Jar.start(folder, "local", "--port", "0", "--data", data)) {
      Vault vault = new Vault(local.uri());
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        answers.add(send(vault, event + ",\"uid\":\"u" + i + "\"}"));
      }
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertTrue(
            Set.of(200, 413, 429, 503).contains(answer.get().statusCode()), answer.get().body());
        assertEquals(
            answer.get().statusCode() == 503,
            answer.get().headers().firstValue("retry-after").isPresent());
      }
      assertEquals("{\"status\":\"ok\"}", new String(vault.get("/healthz"), UTF_8));
      assertEquals(1, post(vault, "after"));
    }
  }

  @Test
  void memory_pages() throws Exception {
    String data = folder.resolve("data").toString();
    try (Jar local = Jar.start(folder, "local", "--port", "0", "--data", data)) {
      Vault vault = new Vault(local.uri());
      String large =
          "{\"event\":\"x\",\"uid\":\"large\",\"data\":\"" + "y".repeat(16_700_000) + "\"}";
      assertEquals(200, send(vault, large).get().statusCode());
      String page = new String(vault.get("/v1/events?type=x"), UTF_8);
      Matcher pointer = Pattern.compile("\"too_large\":\\{\"href\":\"([^\"]+)\"").matcher(page);
      assertTrue(pointer.find(), page);
      List<CompletableFuture<HttpResponse<Long>>> whole = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        whole.add(
            HTTP.sendAsync(
                HttpRequest.newBuilder(vault.uri().resolve(pointer.group(1))).build(),
                answer ->
                    HttpResponse.BodySubscribers.mapping(
                        HttpResponse.BodySubscribers.ofByteArray(), body -> (long) body.length)));
      }
      for (CompletableFuture<HttpResponse<Long>> event : whole) {
        assertTrue(
            event.get().statusCode() == 503 || event.get().body() > 16_700_000,
            () -> "a part of it");
      }
      assertEquals("{\"status\":\"ok\"}", new String(vault.get("/healthz"), UTF_8));
      assertEquals(1, post(vault, "after"));
    }
  }

  @Test
  void memory_that_runs_out_ends_it_with_a_message_and_what_was_answered_for_is_kept()
      throws Exception {
    String data = folder.resolve("data").toString();
    try (Jar local = Jar.with(folder, "-Xmx12m", "local", "--port", "0", "--data", data)) {
      Vault vault = new Vault(local.uri());
      assertEquals(1, post(vault, "before"));
      CompletableFuture<HttpResponse<String>> large =
          send(vault, "{\"event\":\"x\",\"data\":\"" + "y".repeat(6 << 20) + "\"}");
      assertEquals(3, local.exit());
      assertTrue(large.handle((answer, trouble) -> trouble != null).get());
      String said = local.printed() + local.said();
      assertTrue(said.contains("Terminating due to java.lang.OutOfMemoryError"), said);
    }
    try (Jar local = Jar.start(folder, "local", "--port", "0", "--data", data)) {
      assertEquals(1, new Vault(local.uri()).events().size());
    }
  }

  private static int post(Vault vault, String uid) throws Exception {
    return vault
        .post("/v1/events", "{\"event\":\"x\",\"uid\":\"" + uid + "\"}")
        .path("accepted")
        .asInt();
  }

  private static CompletableFuture<HttpResponse<String>> send(Vault vault, String body) {
    return HTTP.sendAsync(
        HttpRequest.newBuilder(vault.uri().resolve("/v1/events"))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
