package io.tapevault.bench;

import io.tapevault.bench.Functions.Start;
import io.tapevault.packages.FunctionProcess;
import io.tapevault.packages.FunctionProcess.Took;
import io.tapevault.packages.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What it takes to begin: every function out of its zip, under AWS's runtime client, with the
/// flags that Lambda gives, in turns with the naive one; from the start of its JVM to its first
/// answer, and what of that came after it had begun, when somebody waits.
final class Cold {

  private static final int ROUNDS = 7;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(Start start, byte[] envelope) {}

  private record Run(Duration whole, Duration cpu, Took first, long memory) {}

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
    cases.put("ingest", new Case(functions.ingest(), post));
    cases.put("authorize", new Case(functions.authorize(), functions.admission()));
    cases.put("playback", new Case(functions.playback(), Samples.envelope("get-events.json")));
    cases.put("index", new Case(functions.index(), Samples.envelope("sqs-recordings.json")));
    cases.put("catalogue", new Case(functions.catalogue(), functions.notices(1)));
    cases.put("forward", new Case(functions.forward(), functions.changes(1)));
    cases.put("deliver", new Case(functions.deliver(), functions.notices(1)));
    return cases;
  }

  private static Run run(Case it) throws Exception {
    long start = System.nanoTime();
    try (FunctionProcess function = it.start().process()) {
      function.awaitReady();
      Took first = function.timed(it.envelope());
      Duration whole = Duration.ofNanos(System.nanoTime() - start);
      return new Run(whole, function.cpu(), first, function.mostMemory());
    }
  }

  private static void print(Map<String, List<Run>> runs) {
    double naive = median(runs.getOrDefault("naive", List.of()), run -> run.cpu().toMillis());
    System.out.println("| function | CPU-ms | ÷ naive | ms | first answer, ms | MB |");
    System.out.println("|---|---|---|---|---|---|");
    runs.forEach((name, all) -> {
      double cpu = median(all, run -> run.cpu().toMillis());
      System.out.printf(
          "| %s | %.0f | %.2f | %.0f | %.0f | %.0f |%n",
          name,
          cpu,
          cpu / naive,
          median(all, run -> run.whole().toMillis()),
          median(all, run -> run.first().time().toMillis()),
          median(all, Run::memory));
    });
  }

  private static double median(List<Run> all, ToDoubleFunction<Run> what) {
    return all.stream().mapToDouble(what).sorted().skip(all.size() / 2).findFirst().orElseThrow();
  }
}
