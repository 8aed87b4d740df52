package io.tapevault.bench;

import io.tapevault.testkit.memory.DeliverySchedule;
import java.util.List;

/// Whether every event is delivered, parked or counted as lost under 10,000 schedules of faults,
/// and whether the accounts agree with what the SIEM saw.
final class Accounted {

  private static final int SCHEDULES = 10_000;

  private Accounted() {}

  static void main(String[] args) {
    long first = args.length > 0 ? Long.parseLong(args[0]) : System.nanoTime();
    long begin = System.nanoTime();
    int wrong = 0;
    for (long seed = first; seed < first + SCHEDULES; seed++) {
      List<String> faults = DeliverySchedule.faults(seed);
      if (!faults.isEmpty()) {
        wrong++;
        System.out.println("seed " + seed + ": " + faults);
      }
    }
    System.out.printf(
        "%d schedules from seed %d in %d s: %d with faults%n",
        SCHEDULES, first, (System.nanoTime() - begin) / 1_000_000_000, wrong);
    System.exit(wrong == 0 ? 0 : 1);
  }
}
