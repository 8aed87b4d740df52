package io.tapevault.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Debian's browser, with a Node that is on the path: Playwright's own bundle has 200 MB of both.
public final class Chromium {

  public static final Path PROGRAM = Path.of("/usr/bin/chromium");

  private static @Nullable Browser browser;

  private Chromium() {}

  public static boolean isHere() {
    return Files.isExecutable(PROGRAM);
  }

  /// It starts in seconds, reaches this machine alone, and ends with us.
  public static synchronized Browser browser() {
    if (browser == null) {
      Map<String, String> environment =
          Map.of("PLAYWRIGHT_NODEJS_PATH", node(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
      List<String> arguments =
          List.of(
              "--no-sandbox",
              "--disable-gpu",
              "--proxy-server=127.0.0.1:1",
              "--proxy-bypass-list=127.0.0.1");
      browser =
          Playwright.create(new Playwright.CreateOptions().setEnv(environment))
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions().setExecutablePath(PROGRAM).setArgs(arguments));
    }
    return browser;
  }

  private static String node() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "node"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow()
        .toString();
  }
}
