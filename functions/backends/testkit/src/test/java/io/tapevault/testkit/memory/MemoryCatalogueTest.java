package io.tapevault.testkit.memory;

import io.tapevault.catalogue.Catalogue;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.CatalogueContract;
import java.time.InstantSource;
import java.util.Optional;

final class MemoryCatalogueTest extends CatalogueContract {

  @Override
  protected Catalogue open(InstantSource clock) {
    return new MemoryCatalogue(clock, Retention.DEFAULT);
  }

  @Override
  protected Optional<Catalogue> denied() {
    return Optional.empty();
  }
}
