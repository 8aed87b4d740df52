package io.tapevault.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.tapevault.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The auditor's page in Chromium, with a vault as a user starts it: its first rows among a million
/// events against the first words of an empty vault, the longest task while 10,000 rows are
/// scrolled, and the first frame of a recording of 1 GB against that of one of 1 MB.
final class PageSpeed {

  private static final int ROUNDS = 11;
  private static final int BATCH = 10_000;
  private static final int ROWS = 10_000;
  private static final double MOST = 1.5;
  private static final double LONGEST = 50;

  // When something of the vault's own was there to be seen: rows, or words that there is nothing.
  private static final String SEEN =
      """
      window.seen = new Promise(done => {
        const there = () => location.pathname.startsWith('/sessions/')
          ? (document.querySelector('.screen .ap-term')?.textContent ?? '').trim()
          : document.querySelector('.rows .all .row, .notice');
        const look = () => requestAnimationFrame(() => there() ? setTimeout(() => done(performance.now()), 0) : look());
        look();
      });
      window.longest = 0;
      new PerformanceObserver(list => list.getEntries().forEach(one => {
        window.longest = Math.max(window.longest, one.duration);
      })).observe({type: 'longtask', buffered: true});
      """;

  private PageSpeed() {}

  /// `args` may say how many events, and how many MB the large recording has.
  static void main(String[] args) throws Exception {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int megabytes = args.length > 1 ? Integer.parseInt(args[1]) : 1024;
    Path folder = Files.createTempDirectory("tapevault-bench-");
    boolean held = true;
    try (RunningVault vault = RunningVault.start(folder)) {
      double empty = first(vault, "/events");
      fill(vault, events);
      double full = first(vault, "/events");
      System.out.printf(
          "first rows among %,d events: %.0f ms, ÷ an empty vault's first words (%.0f ms): %.2f%n",
          events, full, empty, full / empty);
      held &= full <= MOST * empty;
      if (events >= ROWS) {
        held &= scrolled(vault) < LONGEST;
      }
      if (megabytes > 0) {
        held &= recordings(vault, folder, megabytes) <= MOST;
      }
    } finally {
      delete(folder);
    }
    System.exit(held ? 0 : 1);
  }

  private static void fill(RunningVault vault, int events) throws Exception {
    for (int from = 0; from < events; from += BATCH) {
      StringBuilder batch = new StringBuilder();
      for (int i = from; i < Math.min(events, from + BATCH); i++) {
        batch.append(EventPages.json(i, events)).append('\n');
      }
      int status = vault.post("/v1/events", batch.toString()).statusCode();
      if (status != 200) {
        throw new IOException("events are not taken: " + status);
      }
    }
  }

  private static BrowserContext auditor() {
    BrowserContext context =
        Chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(1280, 800));
    context.addInitScript(SEEN);
    context.setDefaultTimeout(60_000);
    return context;
  }

  /// The median of what a browser needs that has seen nothing of it before.
  private static double first(RunningVault vault, String path) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      try (BrowserContext context = auditor()) {
        Page page = context.newPage();
        page.navigate(vault.uri() + path);
        times.add(((Number) page.evaluate("window.seen")).doubleValue());
      }
    }
    return times.stream().sorted().toList().get(ROUNDS / 2);
  }

  private static double scrolled(RunningVault vault) {
    try (BrowserContext context = auditor()) {
      Page page = context.newPage();
      page.navigate(vault.uri() + "/events?order=asc");
      page.evaluate("window.seen");
      page.evaluate("window.longest = 0");
      Locator box = page.locator(".rows");
      box.hover();
      double most = 0;
      while (most < ROWS * 26) {
        page.mouse().wheel(0, 1_300);
        page.waitForTimeout(20);
        most = ((Number) box.evaluate("box => box.scrollTop")).doubleValue();
      }
      for (double top = most; top > 0; top -= 2_600) {
        page.mouse().wheel(0, -2_600);
        page.waitForTimeout(20);
      }
      double longest = ((Number) page.evaluate("window.longest")).doubleValue();
      System.out.printf(
          "10,000 rows scrolled, and back: %s%n",
          longest == 0 ? "no task of 50 ms" : "the longest task has " + longest + " ms");
      return longest;
    }
  }

  private static double recordings(RunningVault vault, Path folder, int megabytes)
      throws Exception {
    double small = recording(vault, folder, "small", 1);
    double large = recording(vault, folder, "large", megabytes);
    System.out.printf(
        "first frame of %d MB: %.0f ms, ÷ that of 1 MB (%.0f ms): %.2f%n",
        megabytes, large, small, large / small);
    return large / small;
  }

  private static double recording(RunningVault vault, Path folder, String sid, int megabytes)
      throws Exception {
    Path cast = folder.resolve(sid + ".cast");
    Forms.write(cast, (long) megabytes << 20);
    Process upload =
        new ProcessBuilder(
                RunningVault.ROOT.resolve("tapevault").toString(),
                "recordings",
                "upload",
                "--session",
                sid,
                "--vault",
                vault.uri().toString(),
                cast.toString())
            .inheritIO()
            .start();
    if (upload.waitFor() != 0) {
      throw new IOException("it is not uploaded");
    }
    String path = "/v1/sessions/" + sid + "/recording.segments";
    for (int i = 0; vault.status(path) != 200; i++) {
      if (i > 1_200) {
        throw new IOException("it is not made into pieces: " + vault.get(path).body());
      }
      Thread.sleep(1_000);
    }
    // Behind its begin, where nothing stands on the screen yet.
    return first(vault, "/sessions/" + sid + "#t=60");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
