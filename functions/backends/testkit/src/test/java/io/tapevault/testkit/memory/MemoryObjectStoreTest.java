package io.tapevault.testkit.memory;

import io.tapevault.recording.ObjectStore;
import io.tapevault.testkit.contract.ObjectStoreContract;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

final class MemoryObjectStoreTest extends ObjectStoreContract {

  @Override
  protected Optional<ObjectStore> denied() {
    return Optional.empty();
  }

  @Override
  protected ObjectStore emptyStore() {
    return new MemoryObjectStore(InstantSource.system());
  }

  @Override
  protected List<String> litter() {
    return List.of();
  }
}
