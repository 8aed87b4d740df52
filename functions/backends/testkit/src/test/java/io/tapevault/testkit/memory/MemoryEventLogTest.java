package io.tapevault.testkit.memory;

import io.tapevault.event.EventLog;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.EventLogContract;
import java.time.InstantSource;

final class MemoryEventLogTest extends EventLogContract {

  @Override
  protected EventLog open(InstantSource clock, Retention retention) {
    return new MemoryEventLog(clock, retention);
  }
}
