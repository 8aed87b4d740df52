package io.tapevault.testkit.memory;

import io.tapevault.recording.ObjectStore;
import io.tapevault.testkit.contract.ObjectStoreContract;
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
