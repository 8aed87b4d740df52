package io.tapevault.testkit.memory;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.UnsentNotices;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Notices set aside in the heap.
public final class MemoryUnsentNotices implements UnsentNotices {

  private final Map<String, Set<EventKey>> kept = new TreeMap<>();

  @Override
  public synchronized void keep(String queue, List<EventKey> keys) {
    kept.computeIfAbsent(queue, any -> new LinkedHashSet<>()).addAll(keys);
  }

  /// What is kept for a queue, in the order kept.
  public synchronized List<EventKey> kept(String queue) {
    return List.copyOf(kept.getOrDefault(queue, Set.of()));
  }
}
