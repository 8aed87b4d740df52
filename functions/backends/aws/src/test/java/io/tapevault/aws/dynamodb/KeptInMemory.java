package io.tapevault.aws.dynamodb;

import io.tapevault.event.LargeEvents;
import io.tapevault.event.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Large events in the heap.
public final class KeptInMemory implements LargeEvents {

  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private volatile @Nullable RuntimeException trouble;

  @Override
  public void keep(String sha256, byte[] bytes) {
    kept.put(sha256, bytes.clone());
  }

  @Override
  public Optional<byte[]> read(String sha256) {
    if (trouble != null) {
      throw trouble;
    }
    Optional<byte[]> bytes = Optional.ofNullable(kept.get(sha256)).map(byte[]::clone);
    if (bytes.isPresent() && !Sha256.of(bytes.get()).equals(sha256)) {
      throw new Altered(sha256);
    }
    return bytes;
  }

  public int size() {
    return kept.size();
  }

  void alter(String sha256) {
    kept.put(sha256, new byte[0]);
  }

  /// Every read fails from now on.
  void fail(RuntimeException trouble) {
    this.trouble = trouble;
  }

  void lose(String sha256) {
    kept.remove(sha256);
  }
}
