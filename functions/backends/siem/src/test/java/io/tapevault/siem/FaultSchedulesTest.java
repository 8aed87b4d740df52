package io.tapevault.siem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.testkit.siem.FaultySiem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Under any schedule of faults each event is delivered, parked or lost, and the account says of
/// each what its server saw. `-Dschedules=10000 -Dseed=7` goes through more, and others.
class FaultSchedulesTest {

  private static final int SCHEDULES = Integer.getInteger("schedules", 20);
  private static final long SEED = Long.getLong("seed", 1);

  @BeforeAll
  static void keys() {
    FaultsTest.keys();
  }

  @AfterAll
  static void noKeys() {
    FaultsTest.noKeys();
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource
  void the_account_is_what_the_server_saw(Protocol protocol) throws IOException {
    Map<Long, List<String>> faults = new TreeMap<>();
    try (FaultySiem login = FaultsTest.login()) {
      for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
        List<String> found = FaultSchedule.faults(protocol, seed, login.uri());
        if (!found.isEmpty()) {
          faults.put(seed, found);
        }
      }
    }
    assertEquals(Map.of(), faults);
  }
}
