package io.tapevault.witnesses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/// A vault of one machine that asks for a token, and what others sent to it.
record OpenVault(LocalVault vault, Path folder, String token) implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of(System.getProperty("tapevault.root", "../.."));

  static final List<String> EVENTS =
      List.of(
          "{\"event\":\"user.login\",\"uid\":\"u-1\",\"time\":\"2026-03-01T12:00:00.001Z\",\"user\":\"alice\"}",
          "{\"event\":\"exec\",\"uid\":\"u-2\",\"time\":\"2026-03-01T12:00:00.002Z\",\"argv\":[\"}{\",\"a\\\"b\",\"\\\\\",\"'\"],\"n\":9007199254740993}",
          "{\"event\":\"db.session.query\",\"uid\":\"u-3\",\"time\":\"2026-03-01T12:00:00.003Z\",\"db_query\":\"SELECT 'Zoë', '日本', '👩‍🚀'\"}");

  static OpenVault start(Path folder) throws IOException {
    Path token = folder.resolve("token");
    LocalVault vault = LocalVault.start(LocalConfig.defaults(folder), folder, 0, token);
    return new OpenVault(vault, folder, Files.readString(token).strip());
  }

  URI at(String path) {
    return URI.create(vault.uri() + path);
  }

  /// The first block of a page of `docs/how-to` in this language, for this vault.
  String documented(String page, String language) throws IOException {
    String text = Files.readString(ROOT.resolve("docs/how-to").resolve(page));
    int start = text.indexOf("```" + language + "\n") + language.length() + 4;
    return text.substring(start, text.indexOf("```", start))
        .replace("https://VAULT", vault.uri().toString())
        .replace("TOKEN", token);
  }

  /// All but what the vault says itself, in the order of their uids.
  List<JsonNode> events() throws IOException, InterruptedException {
    HttpRequest all =
        HttpRequest.newBuilder(at("/v1/events?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z"))
            .header("authorization", "Bearer " + token)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      JsonNode page = JSON.readTree(http.send(all, BodyHandlers.ofString(UTF_8)).body());
      return StreamSupport.stream(page.path("events").spliterator(), false)
          .filter(event -> !event.path("event").asText().startsWith("audit."))
          .sorted(Comparator.comparing(event -> event.path("uid").asText()))
          .toList();
    }
  }

  static List<JsonNode> sent() throws IOException {
    return List.of(
        JSON.readTree(EVENTS.get(0)), JSON.readTree(EVENTS.get(1)), JSON.readTree(EVENTS.get(2)));
  }

  /// Waits until so many events are there.
  List<JsonNode> arrived(int count) throws IOException, InterruptedException {
    Instant end = Instant.now().plusSeconds(40);
    while (events().size() < count && Instant.now().isBefore(end)) {
      Thread.sleep(200);
    }
    return events();
  }

  /// Runs a program to its end; what it says.
  String run(Path in, List<String> command) throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      boolean ended = process.waitFor(1, TimeUnit.MINUTES);
      return (ended ? process.exitValue() : "not ended") + " " + Files.readString(said);
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    vault.close();
  }
}
