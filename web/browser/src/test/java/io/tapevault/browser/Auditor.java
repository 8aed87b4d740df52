package io.tapevault.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.tapevault.local.LocalConfig;
import io.tapevault.local.LocalVault;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Somebody who looks at a vault of this machine in Debian's browser.
///
/// Closing fails where the browser complained about the page: of its policy, of a script's error,
/// of something that was not there.
final class Auditor implements AutoCloseable {

  static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private final LocalVault vault;
  private final Playwright playwright;
  private final BrowserContext context;
  private final List<String> complaints = new ArrayList<>();
  private final Page page;

  private Auditor(LocalVault vault, Playwright playwright, Browser.NewContextOptions options) {
    this.vault = vault;
    this.playwright = playwright;
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--proxy-server=127.0.0.1:1",
                            "--proxy-bypass-list=127.0.0.1")));
    context = browser.newContext(options);
    context.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    context.onWebError(error -> complaints.add(error.error()));
    page = context.newPage();
    page.setDefaultTimeout(15_000);
  }

  /// The folder is the vault's data.
  static Auditor comes(Path data) throws IOException {
    return comes(data, new Browser.NewContextOptions().setViewportSize(1280, 800));
  }

  static Auditor comes(Path data, Browser.NewContextOptions options) throws IOException {
    assumeTrue(Files.isExecutable(CHROMIUM), CHROMIUM + " is not installed here");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    return new Auditor(LocalVault.start(LocalConfig.defaults(data), data, 0), playwright, options);
  }

  private static String node() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "node"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow()
        .toString();
  }

  Page page() {
    return page;
  }

  /// Opens a path of the page.
  Page at(String path) {
    page.navigate(vault.uri() + path);
    return page;
  }

  /// Sends events, as NDJSON or one.
  void happened(String events) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI door = vault.uri().resolve("/v1/events");
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(door)
                  .POST(HttpRequest.BodyPublishers.ofString(events))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer.body());
    }
  }

  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    try (vault;
        playwright) {
      context.close();
      assertEquals(List.of(), complaints, "the browser complained");
    }
  }
}
