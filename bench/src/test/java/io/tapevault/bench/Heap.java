package io.tapevault.bench;

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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Five bodies of 16 MiB at once, each one event of 1.6 million members; five of one event of 16
/// MiB; then 16 readers of such an event. Each with the launcher's own flags, and with 256 MB of
/// heap. It goes on serving.
final class Heap {

  private static final int LARGEST = 16 << 20;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private boolean held = true;

  private Heap() {}

  public static void main(String[] args) throws Exception {
    Heap heap = new Heap();
    for (String flags : List.of("", "-Xmx256m")) {
      heap.run(flags);
    }
    System.exit(heap.held ? 0 : 1);
  }

  private void run(String flags) throws Exception {
    Path folder = Files.createTempDirectory("tapevault-bench-");
    System.out.println(flags.isEmpty() ? "the launcher's flags" : flags);
    try (RunningVault vault = RunningVault.start(folder, flags)) {
      URI events = vault.uri().resolve("/v1/events");
      all(vault, "5 × 1.6 million members", 5, i -> post(events, members(i)));
      all(vault, "5 × one event of 16 MiB", 5, i -> post(events, text(i)));
      all(vault, "16 readers of a page", 16, i -> HttpRequest.newBuilder(events));
      String page = vault.get("/v1/events").body();
      String large = page.substring(page.indexOf("/v1/events/"));
      URI one = vault.uri().resolve(large.substring(0, large.indexOf('"')));
      all(vault, "16 readers of the event", 16, i -> HttpRequest.newBuilder(one));
    } finally {
      Killed.delete(folder);
    }
  }

  private interface Asked {
    HttpRequest.Builder of(int number);
  }

  private void all(RunningVault vault, String what, int times, Asked asked) throws Exception {
    List<HttpRequest> requests =
        IntStream.range(0, times)
            .mapToObj(i -> asked.of(i).timeout(Duration.ofMinutes(5)).build())
            .toList();
    long start = System.nanoTime();
    List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
    requests.forEach(one -> answers.add(HTTP.sendAsync(one, BodyHandlers.discarding())));
    TreeMap<Integer, Integer> statuses = new TreeMap<>();
    for (CompletableFuture<HttpResponse<Void>> answer : answers) {
      int status = answer.handle((got, failed) -> got == null ? 0 : got.statusCode()).get();
      statuses.merge(status, 1, Integer::sum);
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    boolean well =
        vault.process().isAlive()
            && vault.get("/healthz").statusCode() == 200
            && Set.of(200, 413, 429, 503).containsAll(statuses.keySet());
    held &= well;
    System.out.printf(
        "  %s: %s (status = how many) in %d ms, afterwards it %s%n",
        what, statuses, millis, well ? "serves" : "DOES NOT SERVE");
  }

  private static HttpRequest.Builder post(URI events, String body) {
    return HttpRequest.newBuilder(events).POST(BodyPublishers.ofString(body));
  }

  private static String members(int number) {
    StringBuilder event = new StringBuilder("{\"event\":\"x\",\"uid\":\"m" + number + "\"");
    for (int i = 0; event.length() < LARGEST - 20; i++) {
      event.append(",\"").append(Integer.toString(i, 36)).append("\":1");
    }
    return event.append('}').toString();
  }

  private static String text(int number) {
    return "{\"event\":\"x\",\"uid\":\"t%d\",\"data\":\"%s\"}"
        .formatted(number, "y".repeat(LARGEST - 100));
  }
}
