package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/// A post of one event beside all that is heavy, each twice at once: a recording of 150 MB and one
/// of 1 MB that unpacks to 750 MB are converted, 10⁶ events are searched for 100 types, events of
/// 1.6 million members are refused or stored, a page with an event of 16 MiB is read.
final class Starved {

  private static final int EVENTS = 1_000_000;
  private static final String LARGE = "5f0a1d0e-0000-4000-8000-000000000001";
  private static final String BOMB = "5f0a1d0e-0000-4000-8000-000000000002";

  private Starved() {}

  public static void main(String[] args) throws Exception {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : EVENTS;
    Path folder = Files.createTempDirectory("tapevault-bench-");
    int status;
    try (RunningVault vault = RunningVault.start(folder)) {
      fill(vault, events);
      List<Long> alone = posts(vault, "alone", () -> true, 20);
      List<Callable<String>> heavy = heavy(vault, folder);
      List<Future<String>> running = new ArrayList<>();
      List<Long> beside;
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        heavy.forEach(one -> running.add(threads.submit(one)));
        beside = posts(vault, "beside", () -> running.stream().allMatch(Future::isDone), 200);
      }
      for (Future<String> one : running) {
        System.out.println("  " + one.get());
      }
      long longest = beside.getLast();
      System.out.printf(
          "a post alone: median %d ms, longest %d ms; beside: median %d ms, longest %d ms (%.1f times)%n",
          alone.get(alone.size() / 2),
          alone.getLast(),
          beside.get(beside.size() / 2),
          longest,
          beside.get(beside.size() / 2) / (double) Math.max(1, alone.get(alone.size() / 2)));
      boolean well = vault.get("/healthz").statusCode() == 200;
      status = well && longest < 1_000 ? 0 : 1;
    } finally {
      Killed.delete(folder);
    }
    System.exit(status);
  }

  private static void fill(RunningVault vault, int events) throws Exception {
    for (int from = 0; from < events; from += 10_000) {
      int first = from;
      vault.post(
          "/v1/events",
          IntStream.range(0, 10_000)
              .mapToObj(i ->
                  "{\"event\":\"t%d\",\"uid\":\"e%d\",\"time\":\"2026-0%d-01T00:00:00Z\"}"
                      .formatted(200 + i % 100, first + i, 1 + i % 9))
              .collect(Collectors.joining(",", "[", "]")));
    }
    vault.post(
        "/v1/events",
        "{\"event\":\"big\",\"uid\":\"big\",\"data\":\"" + "y".repeat(16_700_000) + "\"}");
  }

  private interface End {
    boolean reached();
  }

  /// How long each post of one event takes, sorted; `least` of them and until the end.
  private static List<Long> posts(RunningVault vault, String prefix, End end, int least)
      throws Exception {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < least || !end.reached(); i++) {
      long start = System.nanoTime();
      int status =
          vault
              .post("/v1/events", "{\"event\":\"x\",\"uid\":\"%s%d\"}".formatted(prefix, i))
              .statusCode();
      if (status != 200) {
        throw new IOException("a post was answered with " + status);
      }
      millis.add((System.nanoTime() - start) / 1_000_000);
      Thread.sleep(50);
    }
    millis.sort(null);
    return millis;
  }

  private static List<Callable<String>> heavy(RunningVault vault, Path folder) throws Exception {
    Path large = recording(folder, LARGE, 1_500_000, 100, true);
    Path bomb = recording(folder, BOMB, 12_000, 62_500, false);
    System.out.println(
        "recordings of " + Files.size(large) + " and " + Files.size(bomb) + " bytes");
    // As others put them there: whoever asks for one has it found.
    Path recordings = folder.resolve("data/recordings");
    Files.move(large, recordings.resolve(LARGE + ".tar"));
    Files.move(bomb, recordings.resolve(BOMB + ".tar"));
    String types =
        IntStream.range(0, 100).mapToObj(i -> "none" + i).collect(Collectors.joining(","));
    String members =
        IntStream.range(0, 1_600_000)
            .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\":1")
            .collect(Collectors.joining(",", "{\"event\":\"x\",", "}"));
    List<Callable<String>> heavy = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      heavy.add(() -> cast(vault, LARGE));
      heavy.add(() -> cast(vault, BOMB));
      heavy.add(
          () -> "search: " + vault.status("/v1/events?from=2000-01-01T00:00:00Z&type=" + types));
      heavy.add(() -> "members: " + vault.post("/v1/events", members).statusCode());
      heavy.add(() -> "page: " + vault.status("/v1/events?type=big"));
    }
    return heavy;
  }

  private static String cast(RunningVault vault, String sid) throws Exception {
    int status = 202;
    for (int i = 0; i < 300 && (status == 202 || status == 503); i++) {
      status = vault.status("/v1/sessions/" + sid + "/recording.cast?partial=true");
      Thread.sleep(200);
    }
    return "cast of " + sid + ": " + status;
  }

  /// A tarball of 2018 with so many prints of so many bytes, of chance or all alike.
  private static Path recording(Path folder, String sid, int prints, int bytes, boolean chance)
      throws IOException, InterruptedException {
    Path parts = Files.createDirectories(folder.resolve(sid));
    Files.writeString(parts.resolve(sid + ".index"), entry(sid, "events") + entry(sid, "chunks"));
    Random random = new Random(1);
    byte[] print = new byte[bytes];
    Arrays.fill(print, (byte) 'a');
    try (OutputStream events = gzip(parts.resolve(sid + "-0.events.gz"));
        OutputStream chunks = gzip(parts.resolve(sid + "-0.chunks.gz"))) {
      line(
          events,
          "{\"event\":\"session.start\",\"ei\":0,\"size\":\"80:24\",\"login\":\"root\",\"user\":\"a\",\"time\":\"2018-03-22T13:00:00Z\"}");
      for (int i = 0; i < prints; i++) {
        if (chance) {
          for (int at = 0; at < bytes; at++) {
            print[at] = (byte) (' ' + random.nextInt(95));
          }
        }
        chunks.write(print);
        line(
            events,
            "{\"time\":\"2018-03-22T13:00:00Z\",\"event\":\"print\",\"bytes\":%d,\"ms\":%d,\"offset\":%d,\"ei\":%d,\"ci\":%d}"
                .formatted(bytes, i, (long) i * bytes, i + 1, i));
      }
      line(
          events,
          "{\"event\":\"session.end\",\"ei\":%d,\"time\":\"2018-03-22T14:00:00Z\"}"
              .formatted(prints + 1));
    }
    Path tar = folder.resolve(sid + ".tar");
    new ProcessBuilder(
            "tar", "cf", tar.toString(), sid + ".index", sid + "-0.events.gz", sid + "-0.chunks.gz")
        .directory(parts.toFile())
        .inheritIO()
        .start()
        .waitFor();
    return tar;
  }

  private static String entry(String sid, String type) {
    return "{\"file_name\":\"%s-0.%s.gz\",\"type\":\"%s\",\"index\":0,\"offset\":0}\n"
        .formatted(sid, type, type);
  }

  private static OutputStream gzip(Path file) throws IOException {
    return new GZIPOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  private static void line(OutputStream out, String json) throws IOException {
    out.write((json + "\n").getBytes(UTF_8));
  }
}
