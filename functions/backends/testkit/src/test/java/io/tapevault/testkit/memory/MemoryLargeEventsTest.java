package io.tapevault.testkit.memory;

import io.tapevault.event.LargeEvents;
import io.tapevault.testkit.contract.LargeEventsContract;
import java.util.Optional;

final class MemoryLargeEventsTest extends LargeEventsContract {

  private final MemoryLargeEvents events = new MemoryLargeEvents();

  @Override
  protected Optional<LargeEvents> denied() {
    return Optional.empty();
  }

  @Override
  protected LargeEvents open() {
    return events;
  }

  @Override
  protected void tamper(String sha256, byte[] bytes) {
    events.alter(sha256, bytes);
  }
}
