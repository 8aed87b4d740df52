package io.tapevault.testkit.memory;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.NoticeQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A queue in the heap that keeps everything that was sent.
public final class MemoryNoticeQueue implements NoticeQueue {

  private final List<EventKey> sent = new CopyOnWriteArrayList<>();

  @Override
  public void send(List<EventKey> keys) {
    sent.addAll(keys);
  }

  /// All keys, in the order sent.
  public List<EventKey> sent() {
    return List.copyOf(sent);
  }
}
