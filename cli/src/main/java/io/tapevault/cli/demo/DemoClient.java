package io.tapevault.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What a node and an auditor do over HTTP. Everything but success is an [IOException] that tells
/// what was answered.
final class DemoClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  // A recording that is being indexed.
  private static final int NOT_YET = 202;
  private static final int TRIES = 30;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final URI vault;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  DemoClient(URI vault) {
    this.vault = vault;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(send(to(vault.resolve(path)).GET(), BodyHandlers.ofByteArray()));
  }

  /// Asks again for a while where the vault is not ready with it.
  InputStream open(String path) throws IOException, InterruptedException {
    HttpRequest request = to(vault.resolve(path)).GET().build();
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    for (int i = 0; i < TRIES && response.statusCode() == NOT_YET; i++) {
      response.body().close();
      Thread.sleep(BETWEEN_TRIES);
      response = http.send(request, BodyHandlers.ofInputStream());
    }
    return checked(response);
  }

  JsonNode post(String path, byte[] json) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        to(vault.resolve(path))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(json));
    return JSON.readTree(send(request, BodyHandlers.ofByteArray()));
  }

  /// Asks for a ticket, uploads the file with it, and asks again until it is said to be there.
  void upload(String sid, Path recording) throws IOException, InterruptedException {
    byte[] announcement =
        JSON.writeValueAsBytes(
            Map.of(
                "size", Files.size(recording), "sha256", Sha256.of(Files.readAllBytes(recording))));
    JsonNode ticket = post("/v1/recordings/" + sid + "/uploads", announcement);
    HttpRequest.Builder put =
        to(URI.create(ticket.path("url").asText()))
            .method(ticket.path("method").asText(), BodyPublishers.ofFile(recording));
    ticket.path("headers").properties().stream()
        .filter(header -> !header.getKey().equalsIgnoreCase("content-length"))
        .forEach(header -> put.header(header.getKey(), header.getValue().asText()));
    send(put, BodyHandlers.ofByteArray());
    JsonNode arrived = post("/v1/recordings/" + sid + "/uploads", announcement);
    if (!arrived.has("stored")) {
      throw new IOException("the recording of " + sid + " has not arrived: " + arrived);
    }
  }

  private static HttpRequest.Builder to(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(PATIENCE);
  }

  private <T> T send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return checked(http.send(request.build(), handler));
  }

  private static <T> T checked(HttpResponse<T> response) throws IOException {
    if (response.statusCode() / 100 != 2 || response.statusCode() == NOT_YET) {
      String said =
          response.body() instanceof byte[] bytes
              ? new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
              : "";
      throw new IOException(
          response.request().method()
              + " "
              + response.uri().getPath()
              + " was answered with "
              + response.statusCode()
              + " "
              + said);
    }
    return response.body();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
