package io.tapevault.testkit.memory;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.UnsentNotices;
import io.tapevault.testkit.contract.UnsentNoticesContract;
import java.util.List;

final class MemoryUnsentNoticesTest extends UnsentNoticesContract {

  private MemoryUnsentNotices unsent = new MemoryUnsentNotices();

  @Override
  protected UnsentNotices open() {
    unsent = new MemoryUnsentNotices();
    return unsent;
  }

  @Override
  protected List<EventKey> kept(String queue) {
    return unsent.kept(queue);
  }
}
