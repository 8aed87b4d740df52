package io.tapevault.screen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A page in Debian's browser, without a screen and without a network, asked by its own protocol.
final class Chromium implements AutoCloseable {

  static final Path COMMAND = Path.of("/usr/bin/chromium");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private int number;

  private Chromium(Process process, URI debugger) throws IOException, InterruptedException {
    this.process = process;
    HttpRequest open =
        HttpRequest.newBuilder(debugger.resolve("/json/new"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    String page = http.send(open, HttpResponse.BodyHandlers.ofString()).body();
    URI address = URI.create(JSON.readTree(page).path("webSocketDebuggerUrl").asText());
    socket = http.newWebSocketBuilder().buildAsync(address, new Answers()).join();
  }

  /// Its files lie in the folder.
  static Chromium start(Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                COMMAND.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--proxy-server=127.0.0.1:1",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + folder)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path port = folder.resolve("DevToolsActivePort");
    for (int i = 0; i < 600 && (!Files.exists(port) || Files.size(port) == 0); i++) {
      Thread.sleep(50);
    }
    return new Chromium(
        process, URI.create("http://127.0.0.1:" + Files.readAllLines(port).getFirst() + "/"));
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        answers.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  void open(URI page) throws Exception {
    ask("Page.navigate", "url", page.toString());
  }

  /// What the script is worth in the page.
  String value(String script) throws Exception {
    return ask("Runtime.evaluate", "expression", script).at("/result/result/value").asText();
  }

  /// The same once it is as expected, or as it is after some seconds.
  String awaited(String script, String expected) throws Exception {
    for (int i = 0; i < 200 && !value(script).equals(expected); i++) {
      Thread.sleep(100);
    }
    return value(script);
  }

  private JsonNode ask(String method, String name, String parameter) throws Exception {
    number++;
    String json =
        JSON.createObjectNode()
            .put("id", number)
            .put("method", method)
            .set("params", JSON.createObjectNode().put(name, parameter))
            .toString();
    socket.sendText(json, true).join();
    while (true) {
      String answer = answers.poll(30, TimeUnit.SECONDS);
      if (answer == null) {
        throw new IOException("the browser does not answer");
      }
      JsonNode read = JSON.readTree(answer);
      if (read.path("id").asInt() == number) {
        return read;
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    process.onExit().join();
    http.close();
  }
}
