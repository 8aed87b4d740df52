package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `./tapevault local`, as a user starts it, in a process of its own.
record RunningVault(Process process, URI uri) implements AutoCloseable {

  static final Path ROOT = Path.of(System.getProperty("tapevault.root", "")).toAbsolutePath();

  private static final Pattern LISTENS = Pattern.compile("listens on (http://\\S+)");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// Everything that it keeps, prints and forgets lies in the folder.
  static RunningVault start(Path folder) throws IOException, InterruptedException {
    return start(folder, "");
  }

  /// With other flags of Java's than the launcher's.
  static RunningVault start(Path folder, String flags) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Files.deleteIfExists(out);
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    ProcessBuilder builder =
        new ProcessBuilder(
                ROOT.resolve("tapevault").toString(),
                "local",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    // What it names comes after the flags of the command line.
    builder.environment().put("_JAVA_OPTIONS", flags);
    Process process = builder.start();
    for (int i = 0; i < 600 && process.isAlive(); i++) {
      Matcher listens = LISTENS.matcher(Files.exists(out) ? Files.readString(out) : "");
      if (listens.find()) {
        return new RunningVault(process, URI.create(listens.group(1)));
      }
      Thread.sleep(50);
    }
    process.destroyForcibly();
    throw new IOException("it does not start: " + Files.readString(out));
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri.resolve(path)).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri.resolve(path)));
  }

  /// The status alone: a process that keeps what it gets would measure its own pauses.
  int status(String path) throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofMinutes(5)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.timeout(Duration.ofMinutes(5)).build(), BodyHandlers.ofString(UTF_8));
  }

  /// `kill -9`.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
