package io.tapevault.memory;

import io.tapevault.contract.ObjectStoreContract;
import io.tapevault.recording.ObjectStore;
import java.time.InstantSource;
import java.util.List;

final class MemoryObjectStoreTest extends ObjectStoreContract {

  @Override
  protected ObjectStore emptyStore() {
    return new MemoryObjectStore(InstantSource.system());
  }

  @Override
  protected List<String> litter() {
    return List.of();
  }
}
