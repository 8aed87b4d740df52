package io.tapevault.testkit.memory;

import io.tapevault.event.EventKey;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
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
  protected NoticeQueue denied() {
    return new MemoryNoticeQueue("soc")
        .failing(new NotPermitted("sqs:SendMessage", "soc", new IllegalStateException()));
  }

  @Override
  protected NoticeQueue away() {
    return new MemoryNoticeQueue().failing(new Unavailable("away"));
  }

  @Override
  protected List<EventKey> received() {
    return queue.sent();
  }
}
