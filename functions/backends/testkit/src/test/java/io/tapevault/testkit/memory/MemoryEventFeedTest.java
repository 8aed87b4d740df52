package io.tapevault.testkit.memory;

import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.EventFeedContract;
import java.time.InstantSource;

final class MemoryEventFeedTest extends EventFeedContract {

  @Override
  protected Fed open(InstantSource clock, Retention retention) {
    MemoryEventLog log = new MemoryEventLog(clock, retention);
    return new Fed(log, new MemoryEventFeed(log));
  }
}
