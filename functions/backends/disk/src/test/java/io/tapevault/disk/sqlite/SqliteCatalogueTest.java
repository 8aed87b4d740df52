package io.tapevault.disk.sqlite;

import io.tapevault.catalogue.Catalogue;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.CatalogueContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCatalogueTest extends CatalogueContract {

  @TempDir private Path folder;

  private final Databases databases = new Databases();

  @Override
  protected Catalogue open(InstantSource clock) {
    return databases.in(folder, clock, Retention.DEFAULT).catalogue();
  }

  @Override
  protected Optional<Catalogue> denied() {
    return Optional.empty();
  }

  @AfterEach
  void close() {
    databases.close();
  }
}
