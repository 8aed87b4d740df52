package io.tapevault.testkit.memory;

import io.tapevault.forwarding.EventFeed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The feed of a log in the heap.
public final class MemoryEventFeed implements EventFeed {

  private final MemoryEventLog log;
  private final Map<String, Long> done = new ConcurrentHashMap<>();

  public MemoryEventFeed(MemoryEventLog log) {
    this.log = log;
  }

  @Override
  public List<Entry> pending(String sink, int limit) {
    return log.writtenAfter(done.getOrDefault(sink, 0L), limit).stream()
        .map(held -> new Entry(held.sequence(), held.stored()))
        .toList();
  }

  @Override
  public void done(String sink, long sequence) {
    done.merge(sink, sequence, Math::max);
  }
}
