package io.tapevault.siem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Under any schedule of faults each event is delivered, parked or lost, and the account says of
/// each what its server saw. The bench `Schedules` goes through more.
class FaultSchedulesTest {

  private static final int SCHEDULES = Integer.getInteger("schedules", 20);
  private static final long SEED = Long.getLong("seed", 1);
  private static final List<FaultSchedules> OPEN = new ArrayList<>();

  @BeforeAll
  static void open() throws IOException {
    OPEN.add(FaultSchedules.open());
  }

  @AfterAll
  static void close() throws IOException {
    OPEN.removeFirst().close();
  }

  static Stream<String> protocols() {
    return FaultSchedules.protocols().stream();
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("protocols")
  void the_account_is_what_the_server_saw(String protocol) throws IOException {
    List<String> faults = new ArrayList<>();
    for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
      faults.addAll(OPEN.getFirst().run(protocol, seed).faults());
    }
    assertEquals(List.of(), faults);
  }
}
