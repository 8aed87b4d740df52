package io.tapevault.memory;

import io.tapevault.contract.EventLogContract;
import io.tapevault.event.EventLog;
import io.tapevault.settings.Retention;
import java.time.InstantSource;

final class MemoryEventLogTest extends EventLogContract {

  @Override
  protected EventLog open(InstantSource clock, Retention retention) {
    return new MemoryEventLog(clock, retention);
  }
}
