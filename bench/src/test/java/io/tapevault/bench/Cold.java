package io.tapevault.bench;

import io.tapevault.bench.Functions.Ours;
import io.tapevault.bench.Functions.Start;
import io.tapevault.packages.FunctionProcess;
import io.tapevault.packages.FunctionProcess.Took;
import io.tapevault.packages.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What it takes to begin: every function out of its zip, under AWS's runtime client, with the
/// flags that Lambda gives, in turns with the naive one; from the start of its JVM to its first
/// answer, and what of that came after it had begun, when somebody waits, beside what the same
/// takes a tenth time, most of which is the emulators'. Ours a second time as an image with an AOT
/// cache begins them.
final class Cold {

  private static final int ROUNDS = 7;
  private static final int AGAIN = 9;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(Start start, byte[] envelope) {}

  private record Run(Duration whole, Duration cpu, Took first, Took tenth, long memory) {}

  private Cold() {}

  public static void main(String[] args) throws Exception {
    int rounds = args.length == 0 ? ROUNDS : Integer.parseInt(args[0]);
    try (Functions functions = new Functions()) {
      Map<String, Case> cases = cases(functions);
      // The table is there, as it nearly always is, and the emulators have begun too.
      for (Case each : cases.values()) {
        var _ = run(each);
      }
      Map<String, List<Run>> runs = new LinkedHashMap<>();
      for (int round = 1; round <= rounds; round++) {
        for (Map.Entry<String, Case> each : cases.entrySet()) {
          runs.computeIfAbsent(each.getKey(), none -> new ArrayList<>()).add(run(each.getValue()));
        }
        System.err.println("round " + round + " of " + rounds);
      }
      print(runs);
    }
  }

  private static Map<String, Case> cases(Functions functions) throws Exception {
    byte[] post = functions.events(1);
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put("naive", new Case(functions.naive(), post));
    cases.put("nothing", new Case(functions.empty(), post));
    cases.put("naive, without flags", new Case(functions.naiveWithoutFlags(), post));
    put(cases, "ingest", functions.ingest(), post);
    put(cases, "authorize", functions.authorize(), functions.admission());
    put(cases, "playback", functions.playback(), Samples.envelope("get-events.json"));
    put(cases, "index", functions.index(), Samples.envelope("sqs-recordings.json"));
    put(cases, "catalogue", functions.catalogue(), functions.notices(1));
    put(cases, "forward", functions.forward(), functions.changes(1));
    put(cases, "deliver", functions.deliver(), functions.notices(1));
    return cases;
  }

  private static void put(Map<String, Case> cases, String name, Ours start, byte[] envelope)
      throws Exception {
    cases.put(name, new Case(start, envelope));
    try {
      cases.put(name + ", with the cache", new Case(start.withCache(envelope), envelope));
    } catch (IllegalStateException e) {
      System.err.println("no cache for " + name + ": " + e.getMessage());
    }
  }

  private static Run run(Case it) throws Exception {
    long start = System.nanoTime();
    try (FunctionProcess function = it.start().process()) {
      function.awaitReady();
      Took first = function.timed(it.envelope());
      Duration whole = Duration.ofNanos(System.nanoTime() - start);
      Duration cpu = function.cpu();
      long memory = function.mostMemory();
      Took again = first;
      for (int i = 0; i < AGAIN; i++) {
        again = function.timed(it.envelope());
      }
      return new Run(whole, cpu, first, again, memory);
    }
  }

  private static void print(Map<String, List<Run>> runs) throws IOException {
    Bars bars = new Bars("CPU until the first answer, of a naive function");
    double naive = median(runs.getOrDefault("naive", List.of()), run -> run.cpu().toMillis());
    System.out.println("| function | CPU-ms | ÷ naive | ms | first answer, ms | the tenth | MB |");
    System.out.println("|---|---|---|---|---|---|---|");
    runs.forEach((name, all) -> {
      double cpu = median(all, run -> run.cpu().toMillis());
      if (!name.startsWith("naive")) {
        bars.add(name, cpu / naive);
      }
      System.out.printf(
          "| %s | %.0f | %.2f | %.0f | %.0f | %.0f | %.0f |%n",
          name,
          cpu,
          cpu / naive,
          median(all, run -> run.whole().toMillis()),
          median(all, run -> run.first().time().toMillis()),
          median(all, run -> run.tenth().time().toMillis()),
          median(all, Run::memory));
    });
    bars.write(Samples.ROOT.resolve("docs/images/cold.svg"));
  }

  private static double median(List<Run> all, ToDoubleFunction<Run> what) {
    return all.stream().mapToDouble(what).sorted().skip(all.size() / 2).findFirst().orElseThrow();
  }
}
