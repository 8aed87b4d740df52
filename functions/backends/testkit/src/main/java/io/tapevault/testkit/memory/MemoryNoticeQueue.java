package io.tapevault.testkit.memory;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.NoticeQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A queue in the heap that keeps everything that was sent, and can be away or denied.
public final class MemoryNoticeQueue implements NoticeQueue {

  private final String name;
  private final List<EventKey> sent = new CopyOnWriteArrayList<>();
  private volatile @Nullable RuntimeException trouble;

  public MemoryNoticeQueue() {
    this("memory");
  }

  public MemoryNoticeQueue(String name) {
    this.name = name;
  }

  /// From now on it throws this, or nothing where it is null.
  public MemoryNoticeQueue failing(@Nullable RuntimeException failure) {
    trouble = failure;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void send(List<EventKey> keys) {
    RuntimeException failure = trouble;
    if (failure != null) {
      throw failure;
    }
    sent.addAll(keys);
  }

  /// All keys, in the order sent.
  public List<EventKey> sent() {
    return List.copyOf(sent);
  }
}
