package io.tapevault.testkit.memory;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.NoticeQueue;
import io.tapevault.testkit.contract.NoticeQueueContract;
import java.util.List;

class MemoryNoticeQueueTest extends NoticeQueueContract {

  private MemoryNoticeQueue queue = new MemoryNoticeQueue();

  @Override
  protected NoticeQueue open() {
    queue = new MemoryNoticeQueue();
    return queue;
  }

  @Override
  protected List<EventKey> received() {
    return queue.sent();
  }
}
