package io.tapevault.memory;

import io.tapevault.contract.LargeEventsContract;
import io.tapevault.event.LargeEvents;

final class MemoryLargeEventsTest extends LargeEventsContract {

  private final MemoryLargeEvents events = new MemoryLargeEvents();

  @Override
  protected LargeEvents open() {
    return events;
  }

  @Override
  protected void tamper(String sha256, byte[] bytes) {
    events.alter(sha256, bytes);
  }
}
