package io.tapevault.bench;

import io.tapevault.bench.Functions.Start;
import io.tapevault.packages.FunctionProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// CPU an event and most memory, once a function is warm: the packaged functions under AWS's
/// runtime client, one process each, beside the naive one and a loop in Go, which put the same
/// events into the same DynamoDB. By the clock, so that it ends wherever it runs: 12 seconds each.
final class Warm {

  private static final Duration WARMING = Duration.ofSeconds(4);
  private static final Duration MEASURED = Duration.ofSeconds(8);
  // What the loop in Go gets at once.
  private static final int LINES = 500;
  private static final Set<String> LEFT_OUT =
      Set.of(
          "naive, 25",
          "naive, 1000",
          "forward, 25",
          "forward, 1000",
          "deliver, 25",
          "deliver, 1000");
  private static final String GO = "Go: a put an event, 1";

  @FunctionalInterface
  private interface Envelopes {
    byte[] of(int events) throws IOException;
  }

  private record Case(Start start, int batch, Envelopes envelopes) {}

  /// CPU-µs an event, of how many, and the most memory in MB.
  private record Took(double micros, int events, long memory) {}

  private Warm() {}

  /// `args` may name how many events come at a time.
  public static void main(String[] args) throws Exception {
    Set<Integer> batches =
        args.length == 0
            ? Set.of(1, 25, 100, 1000)
            : Arrays.stream(args).map(Integer::valueOf).collect(Collectors.toSet());
    try (Functions functions = new Functions()) {
      Map<String, Took> took = new LinkedHashMap<>();
      // First of all: the table is made for it.
      Map<String, Case> cases = cases(functions, batches);
      Optional<GoLoop> go = functions.go();
      if (go.isPresent()) {
        took.put(GO, go(go.get(), functions));
        System.err.println(GO + " " + took.get(GO));
      }
      for (Map.Entry<String, Case> each : cases.entrySet()) {
        took.put(each.getKey(), run(each.getValue()));
        System.err.println(each.getKey() + " " + took.get(each.getKey()));
      }
      print(took);
    }
  }

  private static Took go(GoLoop go, Functions functions) throws IOException {
    try (go) {
      long end = System.nanoTime() + WARMING.toNanos();
      while (System.nanoTime() < end) {
        var _ = go.micros(functions.lines(LINES));
      }
      double micros = 0;
      int times = 0;
      end = System.nanoTime() + MEASURED.toNanos();
      while (System.nanoTime() < end) {
        micros += go.micros(functions.lines(LINES));
        times++;
      }
      return new Took(micros / times, times * LINES, go.mostMemory());
    }
  }

  private static Map<String, Case> cases(Functions functions, Set<Integer> batches)
      throws IOException {
    Map<String, Case> cases = new LinkedHashMap<>();
    for (int batch : new TreeSet<>(batches)) {
      byte[] notices = functions.notices(batch);
      cases.put("naive, " + batch, new Case(functions.naive(), batch, functions::events));
      cases.put("ingest, " + batch, new Case(functions.ingest(), batch, functions::events));
      cases.put("forward, " + batch, new Case(functions.forward(), batch, functions::changes));
      cases.put("deliver, " + batch, new Case(functions.deliver(), batch, none -> notices));
    }
    cases.keySet().removeAll(LEFT_OUT);
    return cases;
  }

  private static Took run(Case it) throws IOException {
    try (FunctionProcess function = it.start().process()) {
      function.awaitReady();
      var _ = invocations(it, function, WARMING);
      Duration before = function.cpu();
      int events = it.batch() * invocations(it, function, MEASURED);
      Duration cpu = function.cpu().minus(before);
      return new Took(cpu.toNanos() / 1000.0 / events, events, function.mostMemory());
    }
  }

  /// How many there were within that time.
  private static int invocations(Case it, FunctionProcess function, Duration time)
      throws IOException {
    long end = System.nanoTime() + time.toNanos();
    int invocations = 0;
    while (invocations == 0 || System.nanoTime() < end) {
      var _ = function.timed(it.envelopes().of(it.batch()));
      invocations++;
    }
    return invocations;
  }

  private static void print(Map<String, Took> took) {
    System.out.println(
        "| function, events at a time | CPU-µs an event | ÷ naive | ÷ Go | most memory, MB | events |");
    System.out.println("|---|---|---|---|---|---|");
    took.forEach((name, it) -> {
      String naive = "naive" + name.substring(name.indexOf(','));
      System.out.printf(
          "| %s | %.0f | %s | %s | %d | %,d |%n",
          name,
          it.micros(),
          ratio(it, took.get(naive)),
          ratio(it, took.get(GO)),
          it.memory(),
          it.events());
    });
  }

  private static String ratio(Took it, @Nullable Took base) {
    return base == null ? "" : "%.2f".formatted(it.micros() / base.micros());
  }
}
