package io.tapevault.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.tapevault.event.Sha256;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Somebody who looks at a vault of this machine in Debian's browser.
///
/// Closing fails where the browser complained about the page: of its policy, of a script's error,
/// of something that it may not do.
final class Auditor implements AutoCloseable {

  private final LocalVault vault;
  private final BrowserContext context;
  private final List<String> complaints = new ArrayList<>();
  private final Page page;

  private Auditor(LocalVault vault, Browser browser, Browser.NewContextOptions options) {
    this.vault = vault;
    context = browser.newContext(options);
    context.onConsoleMessage(message -> {
      boolean complains = message.type().equals("error") || message.type().equals("warning");
      // Pictures that are not there are asked for all the same.
      if (complains && !message.text().startsWith("Failed to load resource")) {
        complaints.add(message.text());
      }
    });
    context.onWebError(error -> complaints.add(error.error()));
    page = context.newPage();
    page.setDefaultTimeout(15_000);
    // A machine may be busy, and a recording is read through before it plays.
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  /// The folder is the vault's data.
  static Auditor comes(Path data) throws IOException {
    return comes(data, new Browser.NewContextOptions().setViewportSize(1280, 800));
  }

  static Auditor comes(Path data, Browser.NewContextOptions options) throws IOException {
    return comes(data, LocalConfig.defaults(data), options);
  }

  static Auditor comes(Path data, LocalConfig config, Browser.NewContextOptions options)
      throws IOException {
    return comes(data, config, options, null);
  }

  /// To a vault that asks for the token in a file.
  static Auditor comes(
      Path data, LocalConfig config, Browser.NewContextOptions options, @Nullable Path token)
      throws IOException {
    assumeTrue(Chromium.isHere(), Chromium.PROGRAM + " is not installed here");
    return new Auditor(LocalVault.start(config, data, 0, token), Chromium.browser(), options);
  }

  Page page() {
    return page;
  }

  /// Opens a path of the page.
  Page at(String path) {
    page.navigate(vault.uri() + path);
    return page;
  }

  URI vault() {
    return vault.uri();
  }

  /// Sends events, as NDJSON or one.
  void happened(String events) throws IOException, InterruptedException {
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(events);
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(vault.uri().resolve("/v1/events")).POST(body).build());
    assertEquals(200, answer.statusCode(), answer.body());
  }

  /// Uploads a recording, as a node does.
  void recorded(String sid, byte[] recording) throws IOException, InterruptedException {
    String said =
        "{\"size\":%d,\"sha256\":\"%s\"}".formatted(recording.length, Sha256.of(recording));
    URI announce = vault.uri().resolve("/v1/recordings/" + sid + "/uploads");
    String ticket =
        send(HttpRequest.newBuilder(announce)
                .POST(HttpRequest.BodyPublishers.ofString(said))
                .build())
            .body();
    String url = ticket.replaceAll(".*\"url\":\"([^\"]+)\".*", "$1");
    HttpResponse<String> stored =
        send(
            HttpRequest.newBuilder(URI.create(url))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(recording))
                .build());
    assertEquals(200, stored.statusCode(), stored.body());
  }

  /// Waits until the list of sessions, which follows the log by a moment, has this one.
  void listed(String sid) throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (asked("/v1/sessions?from=2000-01-01T00:00:00Z").contains("\"" + sid + "\"")) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(sid + " is not listed");
  }

  /// What the vault answers.
  String asked(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(vault.uri().resolve(path)).build()).body();
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  String policy() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(vault.uri()).build())
        .headers()
        .firstValue("content-security-policy")
        .orElse("");
  }

  /// Of every script that the build made, also of those that only one view loads.
  long gzippedScripts() throws IOException {
    Path assets =
        Path.of(System.getProperty("tapevault.root", "."))
            .resolve("web/target/classes/io/tapevault/web/site/assets");
    long sum = 0;
    try (DirectoryStream<Path> scripts = Files.newDirectoryStream(assets, "*.js")) {
      for (Path script : scripts) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
          Files.copy(script, gzip);
        }
        sum += packed.size();
      }
    }
    return sum;
  }

  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    try (vault) {
      context.close();
      assertEquals(List.of(), complaints, "the browser complained");
    }
  }
}
