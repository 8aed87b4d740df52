package io.tapevault.bench;

import io.tapevault.bench.Functions.Start;
import io.tapevault.packages.FunctionProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// CPU an event, once a function is warm: the packaged functions under AWS's runtime client, one
/// process each, beside the naive one and a loop in Go, which put the same events into the same
/// DynamoDB.
final class Warm {

  // So many events are in a round; of what puts them one by one, fewer.
  private static final int EVENTS = 10_000;
  private static final int ONE_BY_ONE = 3_000;
  private static final int ROUNDS = 5;
  private static final String GO = "Go: a put an event, 1";

  @FunctionalInterface
  private interface Envelopes {
    byte[] of(int events) throws IOException;
  }

  private record Case(Start start, int batch, int events, Envelopes envelopes) {
    int invocations() {
      return Math.clamp(events / batch, 3, 1000);
    }
  }

  private Warm() {}

  public static void main(String[] args) throws Exception {
    int rounds = args.length == 0 ? ROUNDS : Integer.parseInt(args[0]);
    try (Functions functions = new Functions()) {
      Map<String, List<Double>> took = new LinkedHashMap<>();
      Map<String, Case> cases = cases(functions);
      Optional<GoLoop> go = functions.go();
      if (go.isPresent()) {
        took.put(GO, go(go.get(), functions, rounds));
        System.err.println(GO + " " + took.get(GO));
      }
      for (Map.Entry<String, Case> each : cases.entrySet()) {
        List<Double> all = micros(each.getValue(), rounds);
        took.put(each.getKey(), all);
        System.err.println(each.getKey() + " " + all);
      }
      print(took);
    }
  }

  private static List<Double> go(GoLoop go, Functions functions, int rounds) throws IOException {
    try (go) {
      List<Double> all = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        double micros = go.micros(functions.lines(ONE_BY_ONE));
        if (round > 0) {
          all.add(micros);
        }
      }
      return all;
    }
  }

  private static Map<String, Case> cases(Functions functions) throws IOException {
    byte[] notices = functions.notices(100);
    byte[] one = functions.notices(1);
    Map<String, Case> cases = new LinkedHashMap<>();
    for (int batch : List.of(1, 25, 100, 1000)) {
      cases.put(
          "naive, " + batch, new Case(functions.naive(), batch, ONE_BY_ONE, functions::events));
      cases.put("ingest, " + batch, new Case(functions.ingest(), batch, EVENTS, functions::events));
    }
    cases.put("forward, 1", new Case(functions.forward(), 1, EVENTS, functions::changes));
    cases.put("forward, 100", new Case(functions.forward(), 100, EVENTS, functions::changes));
    cases.put("deliver, 1", new Case(functions.deliver(), 1, EVENTS, none -> one));
    cases.put("deliver, 100", new Case(functions.deliver(), 100, EVENTS, none -> notices));
    return cases;
  }

  /// CPU-µs an event, after as many events as are measured.
  private static List<Double> micros(Case it, int rounds) throws IOException {
    int invocations = it.invocations();
    try (FunctionProcess function = it.start().process()) {
      function.awaitReady();
      List<Double> all = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        List<byte[]> envelopes = new ArrayList<>();
        for (int i = 0; i < invocations; i++) {
          envelopes.add(it.envelopes().of(it.batch()));
        }
        Duration before = function.cpu();
        for (byte[] envelope : envelopes) {
          var _ = function.timed(envelope);
        }
        Duration cpu = function.cpu().minus(before);
        if (round > 0) {
          all.add(cpu.toNanos() / 1000.0 / ((double) invocations * it.batch()));
        }
      }
      return all;
    }
  }

  private static void print(Map<String, List<Double>> took) {
    System.out.println("| function, events at a time | CPU-µs an event | ÷ naive | ÷ Go |");
    System.out.println("|---|---|---|---|");
    took.forEach((name, all) -> {
      double median = median(all);
      String naive = "naive" + name.substring(name.indexOf(','));
      System.out.printf(
          "| %s | %.0f | %s | %s |%n",
          name, median, ratio(median, took.get(naive)), ratio(median, took.get(GO)));
    });
  }

  private static String ratio(double median, @Nullable List<Double> base) {
    return base == null ? "" : "%.2f".formatted(median / median(base));
  }

  private static double median(List<Double> all) {
    return all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow();
  }
}
