package io.tapevault.bench;

import io.tapevault.siem.FaultSchedules;
import io.tapevault.siem.FaultSchedules.Came;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Whether every event is delivered, parked or counted as lost at servers of every protocol that do
/// everything wrong, and whether the accounts agree with what the servers saw: 10,000 schedules, as
/// many for each protocol, from the seed that is the first argument. It begins no schedule after 20
/// minutes, or as many as the second argument says.
final class Schedules {

  private static final int ALTOGETHER = 10_000;
  private static final long MINUTES = 20;
  // Most of the time they wait for servers that are slow.
  private static final int AT_ONCE = 24;

  private final FaultSchedules schedules;
  private final long deadline;

  private Schedules(FaultSchedules schedules, long deadline) {
    this.schedules = schedules;
    this.deadline = deadline;
  }

  public static void main(String[] args) throws Exception {
    long seed = args.length > 0 ? Long.parseLong(args[0]) : System.nanoTime();
    long minutes = args.length > 1 ? Long.parseLong(args[1]) : MINUTES;
    long begin = System.nanoTime();
    boolean held;
    try (FaultSchedules schedules = FaultSchedules.open();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      long deadline = begin + TimeUnit.MINUTES.toNanos(minutes);
      held = new Schedules(schedules, deadline).run(seed, threads);
    }
    System.out.printf(
        "from seed %d, in %d s%n", seed, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
    System.exit(held ? 0 : 1);
  }

  /// Every protocol has its turn with a seed before the next one, so that all have gone as far when
  /// the time is over.
  private boolean run(long seed, ExecutorService threads) throws Exception {
    List<String> protocols = FaultSchedules.protocols();
    int each = Math.ceilDiv(ALTOGETHER, protocols.size());
    Map<String, List<Future<Came>>> running = new TreeMap<>();
    for (int i = 0; i < each; i++) {
      for (String protocol : protocols) {
        long its = seed + i;
        running
            .computeIfAbsent(protocol, none -> new ArrayList<>())
            .add(threads.submit(() -> one(protocol, its)));
      }
    }
    int done = 0;
    int wrong = 0;
    for (Map.Entry<String, List<Future<Came>>> one : running.entrySet()) {
      Came all = Came.NOTHING;
      int ran = 0;
      for (Future<Came> future : one.getValue()) {
        Came came = future.get();
        ran += came.equals(Came.NOTHING) ? 0 : 1;
        all = all.plus(came);
      }
      System.out.printf(
          "%-11s %4d schedules, %6d events: %6d delivered, %5d parked, %4d lost, %d wrong; %7d requests%n",
          one.getKey(),
          ran,
          all.delivered() + all.parked() + all.lost() + all.faults().size(),
          all.delivered(),
          all.parked(),
          all.lost(),
          all.faults().size(),
          all.requests());
      all.faults().forEach(System.out::println);
      done += ran;
      wrong += all.faults().size();
    }
    System.out.printf(
        "%,d of %,d schedules, %d events of which the account is wrong%n",
        done, each * protocols.size(), wrong);
    return wrong == 0 && done == each * protocols.size();
  }

  private Came one(String protocol, long seed) throws Exception {
    return System.nanoTime() > deadline ? Came.NOTHING : schedules.run(protocol, seed);
  }
}
