package io.tapevault.testkit.memory;

import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.HoldsContract;
import java.time.InstantSource;

final class MemoryHoldsTest extends HoldsContract {

  @Override
  protected Opened open(InstantSource clock, Retention retention) {
    MemoryEventLog log = new MemoryEventLog(clock, retention);
    return new Opened(log, new MemoryHolds(log));
  }
}
