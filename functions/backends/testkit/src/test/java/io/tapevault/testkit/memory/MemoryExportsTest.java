package io.tapevault.testkit.memory;

import io.tapevault.search.Exports;
import io.tapevault.testkit.contract.ExportsContract;
import java.util.Optional;

final class MemoryExportsTest extends ExportsContract {

  private final MemoryExports exports = new MemoryExports();

  @Override
  protected Exports open() {
    return exports;
  }

  @Override
  protected byte[] read(String name) {
    return exports.find(name).orElseThrow();
  }

  @Override
  protected Optional<Exports> denied() {
    return Optional.empty();
  }
}
