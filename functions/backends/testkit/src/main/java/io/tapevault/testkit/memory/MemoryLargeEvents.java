package io.tapevault.testkit.memory;

import io.tapevault.event.LargeEvents;
import io.tapevault.event.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Large events in the heap.
public final class MemoryLargeEvents implements LargeEvents {

  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

  @Override
  public void keep(String sha256, byte[] bytes) {
    kept.putIfAbsent(sha256, bytes.clone());
  }

  @Override
  public Optional<byte[]> read(String sha256) {
    byte[] bytes = kept.get(sha256);
    if (bytes == null) {
      return Optional.empty();
    }
    if (!Sha256.of(bytes).equals(sha256)) {
      throw new Altered("the large event " + sha256);
    }
    return Optional.of(bytes.clone());
  }

  /// Alters what is kept, as only someone with another way to the store could.
  void alter(String sha256, byte[] bytes) {
    kept.put(sha256, bytes);
  }
}
