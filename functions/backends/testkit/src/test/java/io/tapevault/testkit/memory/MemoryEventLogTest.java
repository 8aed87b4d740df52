package io.tapevault.testkit.memory;

import io.tapevault.event.EventLog;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.EventLogContract;
import java.time.InstantSource;
import java.util.Optional;

final class MemoryEventLogTest extends EventLogContract {

  @Override
  public Optional<EventLog> denied() {
    return Optional.empty();
  }

  @Override
  protected EventLog open(InstantSource clock, Retention retention) {
    return new MemoryEventLog(clock, retention);
  }
}
