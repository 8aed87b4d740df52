package io.tapevault.bench;

import io.tapevault.testkit.memory.DeliverySchedule;
import java.util.List;

/// Whether every event is delivered, parked or counted as lost under schedules of faults (10,000,
/// or as many as the second argument says, from the seed that is the first), and whether the
/// accounts agree with what the SIEM saw.
final class Accounted {

  private static final int SCHEDULES = 10_000;

  private Accounted() {}

  static void main(String[] args) {
    long first = args.length > 0 ? Long.parseLong(args[0]) : System.nanoTime();
    int schedules = args.length > 1 ? Integer.parseInt(args[1]) : SCHEDULES;
    long begin = System.nanoTime();
    int wrong = 0;
    for (long seed = first; seed < first + schedules; seed++) {
      List<String> faults = DeliverySchedule.faults(seed);
      if (!faults.isEmpty()) {
        wrong++;
        System.out.println("seed " + seed + ": " + faults);
      }
    }
    System.out.printf(
        "%d schedules from seed %d in %d s: %d with faults%n",
        schedules, first, (System.nanoTime() - begin) / 1_000_000_000, wrong);
    System.exit(wrong == 0 ? 0 : 1);
  }
}
