package io.tapevault.testkit.memory;

import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.EventFeedContract;
import java.time.InstantSource;

final class MemoryEventFeedTest extends EventFeedContract {

  @Override
  protected Fed open(InstantSource clock, Retention retention) {
    MemoryEventLog log = new MemoryEventLog(clock, retention);
    return new Fed(log, new MemoryEventFeed(log));
  }

  @Override
  protected EventFeed away() {
    MemoryEventLog log = new MemoryEventLog(InstantSource.system(), Retention.DEFAULT);
    return new MemoryEventFeed(log).failing(new Unavailable("away"));
  }
}
