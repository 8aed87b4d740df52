package io.tapevault.memory;

import io.tapevault.contract.EventFeedContract;
import io.tapevault.settings.Retention;
import java.time.InstantSource;

final class MemoryEventFeedTest extends EventFeedContract {

  @Override
  protected Fed open(InstantSource clock, Retention retention) {
    MemoryEventLog log = new MemoryEventLog(clock, retention);
    return new Fed(log, new MemoryEventFeed(log));
  }
}
